"""Every module's worked examples are true, and every public function has one."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

from programmes import statistics

MODULES = [
    importlib.import_module(f"{statistics.__name__}.{found.name}")
    for found in pkgutil.iter_modules(statistics.__path__)
]


def name_of(module):
    return module.__name__.rpartition(".")[2]


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_worked_examples_are_true(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_every_public_function_has_a_worked_example(module):
    functions = inspect.getmembers(module, inspect.isfunction)
    own = [(name, made) for name, made in functions if made.__module__ == module.__name__]

    without = [name for name, made in own if not name.startswith("_") and ">>>" not in (made.__doc__ or "")]

    assert without == []


def test_the_map_of_the_package_names_every_module():
    assert [name_of(module) for module in MODULES if f"{name_of(module)}.py" not in statistics.__doc__] == []
