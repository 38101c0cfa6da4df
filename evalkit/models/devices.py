"""What a model runs on, how precisely it computes there, and what to do when memory runs out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from evalkit.errors import MetricUnavailableError, SettingsError

Precision = Literal["single", "half", "bfloat16"]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)

TOLERANCES: dict[Precision, float] = {"single": 1e-5, "half": 1e-2, "bfloat16": 5e-2}
"""How far a score may be from the one that ``predict()`` gives in the same precision; the lower two depend on what
shares a batch."""

_DEVICE_FILES = ("/dev/nvidiactl", "/dev/kfd", "/dev/dxg")
"""One of these exists on every Linux machine whose GPU PyTorch can use."""

_Result = TypeVar("_Result")


def choose_precision(wanted: str | None) -> Precision:
    """The precision that was asked for, else single on a CPU and half on a GPU. SettingsError for an unknown one."""
    for known in PRECISIONS:
        if wanted == known:
            return known
    if wanted is not None:
        raise SettingsError(f"There is no precision “{wanted}”; expected one of {', '.join(PRECISIONS)}.")
    return "half" if list_devices() != ["cpu"] else "single"


def list_devices() -> list[str]:
    """The devices to score on: every GPU that PyTorch can use, by name, else the CPU. Does not load PyTorch where there
    can be no GPU."""
    if sys.platform == "linux" and not any(Path(file).exists() for file in _DEVICE_FILES):
        return ["cpu"]
    import torch

    return [f"cuda:{number}" for number in range(torch.cuda.device_count())] or ["cpu"]


def set_precision(model: Any, precision: Precision) -> Any:
    """The model with weights of that precision, ready to score."""
    import torch

    model = model.float().eval()
    if precision == "single":
        return model
    model = model.half() if precision == "half" else model.bfloat16()
    for name, module in model.named_modules():
        # COMET pools in single precision and casts what its heads get in half precision only.
        if isinstance(module, torch.nn.Linear) and not name.startswith("encoder."):
            module.register_forward_pre_hook(_cast_to_weights)
    return model


def _cast_to_weights(module: Any, inputs: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(one.to(module.weight.dtype) for one in inputs)


@lru_cache(maxsize=1)
def _find_multiplication() -> Any:
    """oneDNN's matrix multiplication as PyTorch's compiler calls it, a function of input, weight and bias; ``None``
    where there is none that works."""
    import torch

    try:
        multiply = torch.ops.mkldnn._linear_pointwise
        inputs, weight, bias = torch.ones(1, 2, 16), torch.ones(8, 16), torch.ones(8)
        if torch.equal(multiply(inputs, weight, bias, "none", [], ""), torch.full((1, 2, 8), 17.0)):
            return multiply
    except (AttributeError, RuntimeError, TypeError):
        pass
    return None


def multiply_fast() -> AbstractContextManager[Any]:
    """Within the block linear layers in single precision use oneDNN on a CPU, in full single precision; others are left
    alone, for not every processor has lower ones there.

    PyTorch takes MKL there, which does not use the wide registers of AMD processors: 84 against 210 billion operations
    a second and core.
    """
    import torch
    from torch.overrides import TorchFunctionMode

    multiply, plain = _find_multiplication(), torch.nn.functional.linear
    if multiply is None:
        return nullcontext()

    class FastLinear(TorchFunctionMode):
        def __torch_function__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            if function is plain and not kwargs and len(args) == 3 and args[0].dtype is torch.float32:
                return multiply(*args, "none", [], "")
            return function(*args, **(kwargs or {}))

    return FastLinear()


def run_within_memory(size: int, run: Callable[[int], Iterator[_Result]]) -> Iterator[_Result]:
    """What ``run(size)`` yields, where ``run`` does the work that is left in steps of at most that size.

    Out of memory, the size is halved and ``run`` called again. Raises MetricUnavailableError where a size of 1 is still
    too much.
    """
    while True:
        try:
            yield from run(size)
        except (MemoryError, RuntimeError) as error:
            if not is_out_of_memory(error):
                raise
            if size == 1:
                raise MetricUnavailableError(
                    "the memory does not suffice for one segment, choose a smaller model or --precision half on a GPU."
                ) from error
        else:
            return
        size //= 2
        _free_memory()


def is_out_of_memory(error: Exception) -> bool:
    """Whether an error says that memory ran out: a GPU's, or the machine's own as PyTorch reports it."""
    import torch

    return isinstance(error, MemoryError | torch.OutOfMemoryError) or "can't allocate memory" in str(error)


def _free_memory() -> None:
    import torch

    if torch.cuda.is_available():
        torch.cuda.empty_cache()
