"""Names of Korean places, invented letter by letter."""
