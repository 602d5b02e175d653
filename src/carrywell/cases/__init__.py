"""Vignettes: published cases run through the guideline, and scored."""
