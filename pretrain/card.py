"""The model card."""

from pathlib import Path
from string import Template

from transformers import BertForMaskedLM

from .evaluate import table
from .figures import Figure

TEMPLATE = Path(__file__).with_name("card.md")


def write_card(folder: Path, training: str, hardware: str, figures: list[Figure]) -> None:
    """Writes README.md into a model folder. `training`: how much it saw; `hardware`: on what and how long."""
    model = BertForMaskedLM.from_pretrained(folder)
    config = model.config
    text = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        layers=config.num_hidden_layers,
        width=config.hidden_size,
        heads=config.num_attention_heads,
        positions=config.max_position_embeddings,
        vocabulary=f"{config.vocab_size:,}",
        parameters=f"{model.num_parameters() / 1e6:.2f}",
        training=training,
        hardware=hardware,
        figures=table(figures),
    )
    (folder / "README.md").write_text(text, encoding="utf-8")
