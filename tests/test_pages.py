"""What the pages' blocks call: what would be wrong on a page is refused."""

import sys

import pytest

if sys.version_info < (3, 11):
    pytest.skip("the site needs Python 3.11", allow_module_level=True)

from docs.hooks import api, transcripts

BACKPROP = {"bptt": "", "truncated_bptt": ""}


def test_a_public_name_without_its_meaning_is_refused():
    with pytest.raises(ValueError, match="the API page lacks truncated_bptt"):
        api.names("backprop", ("name", "what it does"), bptt="")


def test_a_meaning_without_its_name_is_refused():
    with pytest.raises(ValueError, match=r"rnn_pure\.backprop lacks rtrl"):
        api.names("backprop", ("name", "what it does"), **BACKPROP, rtrl="")


def test_a_command_that_pdb_refuses_is_not_shown():
    with pytest.raises(ValueError, match="NameError: name 'h' is not defined"):
        transcripts.pdb(*transcripts.INTO["forward"], "p h")
