"""What can be read from words: numbers, dates, countries, quotations, sentences. Read whole, or refused."""
