"""Makes geodata/tables from public data sets; nothing here is imported when the program runs."""
