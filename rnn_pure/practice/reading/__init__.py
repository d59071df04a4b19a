"""Reading numbers aloud in Korean, digit by digit: 12 → 십이."""
