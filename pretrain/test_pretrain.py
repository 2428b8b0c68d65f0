"""What the recipe promises, on texts made up here: python -m pytest pretrain"""

import lzma
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertForMaskedLM

from . import cloze, corpus, heldout, vocabulary
from .batches import Batches
from .export import export
from .figures import Figure, differences, not_clearly_better
from .initial import look_at_neighbours, sinusoids
from .masking import generator, mask
from .model import Size, new_model
from .optimiser import Muon
from .prepare import Prepared, prepare
from .run import Run, Settings
from .schedule import Schedule
from .train import Training, start

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared folder of 200 modern documents and one old one."""
    folder = tmp_path_factory.mktemp("corpus")
    random = np.random.default_rng(0)
    words = [chr(0x4E00 + i) + chr(0x5E00 + i) for i in range(100)]
    modern = ["的，".join(random.choice(words, 50)) for _ in range(200)]
    source = "\n\n".join([*modern, "学而时习之，不亦说乎。"]) + "\n"
    (folder / corpus.HELD_OUT).write_text("\n\n".join(modern[:20]) + "\n", encoding="utf-8")
    with lzma.open(folder / corpus.TRAINING, "wt", encoding="utf-8") as file:
        file.write(source)
    prepare(folder, folder / "data", positions=128, vocabulary_of=None, characters=None)
    return folder / "data"


def settings(data: Path, steps: int) -> Settings:
    return Settings(
        str(data), steps, 8, matrix_rate=1e-3, rate=1e-3, warmup=2, decay=0.4, early_mask_rate=0.4, seed=3
    )


def test_stopping_and_going_on_gives_the_weights_of_not_stopping(data: Path, tmp_path: Path) -> None:
    through, stopped = Run(tmp_path / "through"), Run(tmp_path / "stopped")
    for run in (through, stopped):
        start(run, settings(data, 30), Size(1, 64))
    Training(through, CPU).go_on(1, str)
    training = Training(stopped, CPU)
    for _ in range(13):
        training.step()
    training.save()
    Training(stopped, CPU).go_on(1, str)

    expected, found = through.load(CPU), stopped.load(CPU)
    assert found["progress"]["step"] == 30
    assert all(torch.equal(expected["model"][name], weight) for name, weight in found["model"].items())


def test_training_lowers_the_loss_and_the_folder_can_be_gone_on_from(data: Path, tmp_path: Path) -> None:
    run, folder = Run(tmp_path / "run"), tmp_path / "model"
    start(run, settings(data, 40), Size(1, 64))
    training, held_out = Training(run, CPU), Prepared(data).held_out
    before = heldout.loss(training.model, held_out)
    training.go_on(1, str)
    export(run, folder)
    loaded = BertForMaskedLM.from_pretrained(folder, dtype=torch.float32)
    assert heldout.loss(loaded, held_out) < before - 0.3

    start(Run(tmp_path / "further"), settings(data, 5), folder)
    further = Training(Run(tmp_path / "further"), CPU)
    assert heldout.loss(further.model, held_out) == pytest.approx(heldout.loss(loaded, held_out))


def test_a_model_may_be_exported_between_what_it_began_with_and_what_it_learnt(
    data: Path, tmp_path: Path
) -> None:
    folders = [tmp_path / name for name in ("begun", "between", "learnt")]
    start(Run(tmp_path / "run"), settings(data, 5), Size(1, 64))
    export(Run(tmp_path / "run"), folders[0])
    further = Run(tmp_path / "further")
    start(further, replace(settings(data, 5), origin=str(folders[0])), folders[0])
    Training(further, CPU).go_on(1, str)
    export(further, folders[1], share=0.25)
    export(further, folders[2])
    models = [BertForMaskedLM.from_pretrained(folder, dtype=torch.float32) for folder in folders]
    for begun, between, learnt in zip(*(model.parameters() for model in models), strict=True):
        assert torch.allclose(between, 0.75 * begun + 0.25 * learnt, atol=1e-3)

    with pytest.raises(ValueError, match="new weights"):
        export(Run(tmp_path / "run"), tmp_path / "nowhere", share=0.5)


def test_old_texts_are_left_out(data: Path) -> None:
    prepared = Prepared(data)
    assert len(set(prepared.training.documents)) == 200
    assert "亦" not in prepared.tokens


def test_about_as_many_tokens_are_masked_as_asked_for() -> None:
    ids = torch.randint(vocabulary.FIRST, 1000, (200, 128))
    ids[:, 0], ids[:, 100:] = vocabulary.CLS, vocabulary.PAD
    seen, chosen = mask(ids, 0.15, 1000, generator(CPU, 0, 0))
    assert not chosen[ids < vocabulary.FIRST].any()
    assert chosen[:, 1:100].float().mean() == pytest.approx(0.145, abs=0.01)  # spans overlap a little
    assert (seen[chosen] == vocabulary.MASK).float().mean() == pytest.approx(0.8, abs=0.03)
    assert (seen[chosen] == ids[chosen]).float().mean() == pytest.approx(0.1, abs=0.03)
    assert torch.equal(seen[~chosen], ids[~chosen])


@pytest.mark.parametrize("lengths", heldout.WAYS.values())
def test_the_questions_hide_a_share_of_15_percent_in_spans_apart(lengths: tuple[float, ...]) -> None:
    hidden = heldout.hidden_places((2000, 126), lengths)
    assert hidden.mean() == pytest.approx(0.15, abs=0.01)
    assert not hidden[:, : 126 - len(lengths)].all(1).any()
    longest = np.lib.stride_tricks.sliding_window_view(hidden, len(lengths) + 1, axis=1)
    assert not longest.all(2).any()


def test_the_schedule_warms_up_stays_and_decays() -> None:
    schedule = Schedule(steps=1000, warmup=100, decay=0.4, early_mask_rate=0.4)
    assert schedule.rate(0) == pytest.approx(0.01)
    assert schedule.rate(99) == schedule.rate(600) == 1
    assert schedule.rate(800) == pytest.approx(0.5)
    assert schedule.rate(1000) == pytest.approx(0.005)
    assert [schedule.mask_rate(s) for s in (0, 100, 600, 1000)] == pytest.approx([0.4, 0.3, 0.3, 0.15])


def test_a_pass_shows_every_window_once_and_the_next_in_another_order() -> None:
    batches = Batches(np.arange(6, 106), 10, seed=1)
    first = np.concatenate([batches.at(step) for step in range(10)])
    second = np.concatenate([batches.at(step) for step in range(10, 20)])
    assert sorted(first) == sorted(second) == list(range(100))
    assert not np.array_equal(first, second)


def test_heads_look_at_their_neighbours() -> None:
    torch.manual_seed(0)
    model = new_model(Size(1, 256), 100, 128)
    attention = model.bert.encoder.layer[0].attention.self
    with torch.no_grad():
        look_at_neighbours(attention, (-1, 1, -2, 2))
        waves = sinusoids(128, 256)
        state = torch.nn.functional.layer_norm(waves, (256,))
        query, key = (
            product(state).view(128, 4, 64).transpose(0, 1) for product in (attention.query, attention.key)
        )
    seen = (query @ key.mT).argmax(-1)
    for head, offset in enumerate((-1, 1, -2, 2)):
        assert (seen[head, 10:118] == torch.arange(10, 118) + offset).all()


def test_muon_is_the_one_of_torch() -> None:
    torch.manual_seed(0)
    ours, theirs = torch.nn.Parameter(torch.randn(48, 16)), torch.nn.Parameter(torch.zeros(48, 16))
    theirs.data.copy_(ours.data)
    reference = torch.optim.Muon([theirs], lr=0.02, weight_decay=0.01, adjust_lr_fn="match_rms_adamw")
    muon = Muon([ours], weight_decay=0.01)
    for _ in range(3):
        ours.grad = theirs.grad = torch.randn(48, 16)
        muon.step(0.02)
        reference.step()
    assert torch.allclose(ours, theirs, atol=2e-3)  # theirs computes in bf16


def test_a_model_is_clearly_better_only_where_the_interval_says_so() -> None:
    random, questions = np.random.default_rng(0), np.full(200, 10.0)
    old = Figure("top-1", random.binomial(10, 0.4, 200).astype(float), questions)
    same = Figure("top-1", random.permutation(old.amounts), questions)
    more = Figure("top-1", np.minimum(old.amounts + 1, 10), questions)
    assert not_clearly_better(differences([same], [old])) == ["top-1"]
    assert not_clearly_better(differences([more], [old])) == []


def test_every_cloze_sentence_has_one_gap_and_answers_of_its_length() -> None:
    for of_kind in cloze.sentences().values():
        assert len(of_kind) >= 10
        for sentence in of_kind:
            slots = sentence.text.count("[MASK]")
            assert slots >= 1 and all(len(answer) == slots for answer in sentence.answers)


def test_settings_survive_the_disk(data: Path, tmp_path: Path) -> None:
    run = Run(tmp_path / "run")
    start(run, settings(data, 5), Size(1, 64))
    assert asdict(run.settings) == asdict(settings(data, 5))
    with pytest.raises(FileExistsError):
        start(run, settings(data, 5), Size(1, 64))
