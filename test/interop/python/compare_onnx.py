"""Prints the largest difference between the scores of an ONNX folder and of transformers, on a padded batch of texts
of which one is a pair.

    python compare_onnx.py ONNX_FOLDER HUGGING_FACE_FOLDER
"""

import sys

import onnxruntime
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer

onnx, hugging_face = sys.argv[1:]
tokenizer = AutoTokenizer.from_pretrained(onnx)
texts = [["今天天气很[MASK]。", "我们去公园吧。"], ["龘龘是[MASK]。", ""], ["诸葛涛随军[MASK]守荆州，军中人人敬重他。", ""]]
batch = tokenizer(texts, padding=True, return_tensors="pt")
with torch.no_grad():
    theirs = AutoModelForMaskedLM.from_pretrained(hugging_face, dtype=torch.float32).eval()(**batch).logits
session = onnxruntime.InferenceSession(f"{onnx}/onnx/model.onnx")
(ours,) = session.run(["logits"], {name: tensor.numpy() for name, tensor in batch.items()})
visible = batch["attention_mask"] == 1
print((torch.from_numpy(ours) - theirs)[visible].abs().max().item())
