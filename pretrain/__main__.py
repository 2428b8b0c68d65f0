"""python -m pretrain prepare | start | train | export | evaluate"""

import argparse
import sys
from pathlib import Path

from transformers import logging

from . import evaluate, figures, heldout
from .card import write_card
from .export import export
from .model import PRESETS, Size
from .prepare import Prepared, prepare
from .run import Run, Settings
from .train import Training, best_device, start


def main() -> None:
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    arguments = _parser().parse_args()
    try:
        arguments.command(arguments)
    except (OSError, ValueError) as error:
        sys.exit(f"pretrain: {error}")


def _prepare(a: argparse.Namespace) -> None:
    for name, value in prepare(a.corpus, a.data, a.positions, a.vocabulary, a.characters).items():
        print(f"{name}: {value:,}")


def _start(a: argparse.Namespace) -> None:
    settings = Settings(
        data=str(a.data),
        steps=a.steps,
        batch=a.batch,
        matrix_rate=a.matrix_rate,
        rate=a.rate,
        warmup=a.warmup,
        decay=a.decay,
        early_mask_rate=0.40 if a.origin is None else 0.30,
        seed=a.seed,
        origin=None if a.origin is None else str(a.origin),
    )
    start(Run(a.run), settings, a.origin or a.preset)


def _train(a: argparse.Namespace) -> None:
    run = Run(a.run)
    training = Training(run, best_device())
    training.go_on(a.minutes, lambda line: print(line, flush=True))
    loss = heldout.loss(training.model.eval(), Prepared(Path(run.settings.data)).held_out)
    state = "finished" if training.finished else "call again to go on"
    print(f"held-out loss {loss:.3f} at step {training.progress.step:,}: {state}")


def _export(a: argparse.Namespace) -> None:
    run = Run(a.run)
    progress = export(run, a.folder, a.share)
    found = evaluate.evaluate(a.folder, a.corpus, best_device())
    training = f"{progress.tokens / 1e6:,.1f} million tokens in {progress.step:,} steps"
    if run.settings.origin is not None:
        training += f", on top of what {run.settings.origin} had seen"
    write_card(a.folder, training, f"{progress.hardware}, {progress.seconds / 60:,.0f} minutes", found)
    print(evaluate.table(found))


def _evaluate(a: argparse.Namespace) -> None:
    device = best_device()
    new = evaluate.evaluate(a.folder, a.corpus, device)
    print(evaluate.table(new))
    compared = []
    if a.against is not None:
        compared = figures.differences(new, evaluate.evaluate(a.against, a.corpus, device))
        print(f"\n{a.folder} (new) and {a.against} (old)\n\n{evaluate.comparison(compared)}\n")
        print(_verdict(a.folder, a.against, figures.not_clearly_better(compared)))
    if a.json is not None:
        a.json.write_text(evaluate.as_json(new, compared), encoding="utf-8")


def _verdict(new: Path, old: Path, failing: list[str]) -> str:
    if failing:
        return f"{new} is not clearly better than {old} and should not replace it: {'; '.join(failing)}."
    return f"{new} is clearly better than {old} on every figure that decides: it may replace it."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pretrain", description="Makes the embedded base model.")
    commands = parser.add_subparsers(required=True)

    p = commands.add_parser("prepare", help="corpus text → vocabulary and windows")
    p.add_argument("corpus", type=Path, help="folder with the training and the held-out text")
    p.add_argument("data", type=Path, help="folder to write")
    p.add_argument(
        "--positions", type=int, choices=(128, 256), default=128, help="tokens that the model reads at once"
    )
    p.add_argument(
        "--vocabulary", type=Path, metavar="MODEL", help="take the vocabulary of this model folder"
    )
    p.add_argument("--characters", type=int, metavar="N", help="only the first N characters of the text")
    p.set_defaults(command=_prepare)

    p = commands.add_parser("start", help="the weights and settings of a new run")
    p.add_argument("data", type=Path, help="prepared folder")
    p.add_argument("run", type=Path, help="folder to write")
    origin = p.add_mutually_exclusive_group()
    origin.add_argument(
        "--preset", type=Size.parse, default="4x256", help=f"{', '.join(PRESETS)} or other numbers"
    )
    origin.add_argument(
        "--from", dest="origin", type=Path, metavar="MODEL", help="go on from a model folder's weights"
    )
    p.add_argument("--steps", type=int, required=True)
    p.add_argument("--batch", type=int, default=24, help="windows a step (%(default)s)")
    p.add_argument("--matrix-rate", type=float, default=1.4e-3, help="learning rate of Muon (%(default)s)")
    p.add_argument("--rate", type=float, default=7e-4, help="learning rate of AdamW (%(default)s)")
    p.add_argument("--warmup", type=int, default=100, help="steps (%(default)s)")
    p.add_argument(
        "--decay", type=float, default=0.4, help="share of the steps with falling rates (%(default)s)"
    )
    p.add_argument("--seed", type=int, default=0)
    p.set_defaults(command=_start)

    p = commands.add_parser("train", help="go on with a run from its checkpoint")
    p.add_argument("run", type=Path)
    p.add_argument(
        "--minutes", type=float, default=float("inf"), help="stop after so long (when the run is finished)"
    )
    p.set_defaults(command=_train)

    p = commands.add_parser("export", help="a run → a Hugging Face folder with its card")
    p.add_argument("run", type=Path)
    p.add_argument("folder", type=Path)
    p.add_argument("corpus", type=Path, help="folder with the held-out text, for the figures on the card")
    p.add_argument(
        "--share",
        type=float,
        default=1.0,
        metavar="X",
        help="how far from the weights that the run went on from (0) to its own (%(default)s)",
    )
    p.set_defaults(command=_export)

    p = commands.add_parser("evaluate", help="a model folder's figures; is it clearly better than another?")
    p.add_argument("folder", type=Path)
    p.add_argument("corpus", type=Path, help="folder with the held-out text")
    p.add_argument("--against", type=Path, metavar="MODEL", help="the model that it might replace")
    p.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    p.set_defaults(command=_evaluate)
    return parser


if __name__ == "__main__":
    main()
