"""The model: BERT as `transformers` has it, with the output tied to the word embeddings."""

import re
from dataclasses import dataclass

from transformers import BertConfig, BertForMaskedLM

PRESETS = ("4x256", "6x384", "8x512")


@dataclass(frozen=True)
class Size:
    """Layers and width; heads are 64 wide, the inner layer four times the width, as in BERT."""

    layers: int
    width: int

    @staticmethod
    def parse(text: str) -> "Size":
        """From `LAYERSxWIDTH`, a preset or other numbers."""
        numbers = re.fullmatch(r"([1-9]\d*)x([1-9]\d*)", text)
        if numbers is None or int(numbers[2]) % 64 != 0:
            raise ValueError(
                f"{text}: not LAYERSxWIDTH with a width that 64 divides, such as {', '.join(PRESETS)}"
            )
        return Size(int(numbers[1]), int(numbers[2]))


def new_model(size: Size, vocabulary: int, positions: int) -> BertForMaskedLM:
    """A model without dropout: a small one that sees each text a few times does not learn it by heart."""
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=size.width,
        num_hidden_layers=size.layers,
        num_attention_heads=size.width // 64,
        intermediate_size=4 * size.width,
        max_position_embeddings=positions,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    return BertForMaskedLM(config)
