"""Exports torchvision's classifiers to ONNX, each with one input and PyTorch's answer to it.

    python3 tests/torchvision/export.py FOLDER [NAME ...]
    npm run conformance -- onnx-torchvision FOLDER

Needs torch and torchvision (Debian: apt-get install python3-torchvision; 0.14 has all of the models). Nothing is downloaded:
the weights are random, from a fixed seed. They are made so that activations keep a sane size through the depth of a network
and batch normalisation has statistics of its own to fold.

Writes FOLDER/NAME.onnx, NAME.input.bin and NAME.output.bin (float32, little-endian, [1,3,224,224] and [1,1000]).
"""

import pathlib
import sys

import torch
import torchvision

NAMES = [
    "mobilenet_v2",
    "mobilenet_v3_small",
    "squeezenet1_1",
    "resnet18",
    "shufflenet_v2_x0_5",
    "efficientnet_b0",
    "densenet121",
    "regnet_x_400mf",
]
OPSET = 13


def randomise(network):
    """Gives every batch normalisation a scale, a shift and the statistics of random images, slightly off."""
    norms = [module for module in network.modules() if isinstance(module, torch.nn.BatchNorm2d)]
    for norm in norms:
        torch.nn.init.uniform_(norm.weight, 0.7, 1.3)
        torch.nn.init.uniform_(norm.bias, -0.3, 0.3)
        norm.momentum = None  # the mean of all batches seen
    network.train()
    with torch.no_grad():
        network(torch.randn(4, 3, 224, 224))
    for norm in norms:
        norm.running_var *= torch.empty_like(norm.running_var).uniform_(0.8, 1.25)
    network.eval()


def export(name, folder):
    torch.manual_seed(NAMES.index(name) + 1)
    network = getattr(torchvision.models, name)(weights=None)
    randomise(network)
    image = torch.randn(1, 3, 224, 224)
    with torch.no_grad():
        answer = network(image)
    path = folder / f"{name}.onnx"
    torch.onnx.export(network, image, str(path), opset_version=OPSET, input_names=["input"], output_names=["output"])
    image.numpy().astype("<f4").tofile(folder / f"{name}.input.bin")
    answer.numpy().astype("<f4").tofile(folder / f"{name}.output.bin")
    print(f"{name}: {path.stat().st_size:,} bytes, outputs {answer.min():.3f} to {answer.max():.3f}")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    names = sys.argv[2:] or NAMES
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        sys.exit(f"unknown: {', '.join(unknown)}; there are {', '.join(NAMES)}")
    for name in names:
        export(name, folder)


main()
