"""How the embedded base model is made: from corpus text to a Hugging Face folder. See README.md."""
