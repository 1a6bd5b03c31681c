"""
Mutation test of the pure rooms: change one small thing in the code and see whether a test fails.

    python benchmarks/mutation.py [ROOM ...] [--sample 150] [--seed 1] [--match TEXT] [--list]

Each mutant runs in a forked process and stops at the first test that fails: first in one that has
collected the tests, with the changed function in place of the loaded one; what survives there, in
one that loads the changed module anew. A mutant that no test kills is printed as a diff and makes
the command fail, unless `equivalent-mutants.yaml` lists it with the reason why nobody can see the
change. Needs fork (Linux, macOS). Not part of `.ci/run`: 150 mutants take some minutes.
"""

import argparse
import ast
import functools
import gc
import inspect
import os
import random
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FunctionType

import hypothesis
import jsonschema  # noqa: F401 - loaded once, before the forks
import pytest
import simpleeval  # noqa: F401
import yaml

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Room:
    """What is mutated, and the tests that should notice: the room's own, then wider ones."""

    code: tuple[str, ...]
    own: tuple[str, ...]
    wider: tuple[str, ...] = ()


ROOMS = {
    "values": Room(
        ("perfrules/values",), ("perfrules/values", "tests/values"), ("tests/engine", "tests/rules")
    ),
    "rules": Room(
        ("perfrules/rules",),
        ("perfrules/rules", "tests/rules"),
        ("tests/engine/test_interpret.py", "tests/speclib/test_broken_specs.py"),
    ),
    "quantity": Room(
        ("perfrules/binding/quantity",),
        ("tests/binding/test_quantities.py", "tests/laws/test_quantities.py"),
    ),
    "engine": Room(
        ("perfrules/engine",),
        ("tests/engine", "tests/speclib/test_rule_sets.py"),
    ),
}
UNTIMED = "not soon"
"""Tests that measure time are left out: on a busy machine they fail without any fault."""

COMPARISONS: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">="),
    ast.LtE: ("<", ">"),
    ast.Gt: (">=", "<="),
    ast.GtE: (">", "<"),
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
}
ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "/",
    ast.Div: "*",
    ast.FloorDiv: "*",
    ast.Mod: "*",
    ast.Pow: "*",
    ast.BitAnd: "|",
    ast.BitOr: "&",
}
PAIRS = (
    ("min", "max"),
    ("any", "all"),
    ("floor", "ceil"),
    ("low", "high"),
    ("low_closed", "high_closed"),
    ("first", "last"),
    ("removeprefix", "removesuffix"),
    ("startswith", "endswith"),
    ("partition", "rpartition"),
    ("match", "fullmatch"),
)
NAMES = {one: two for pair in PAIRS for one, two in (pair, pair[::-1])}
"""Names that are easily taken for each other."""


@dataclass(frozen=True)
class Mutant:
    """One change of one module."""

    path: str
    line: int
    before: str
    after: str
    source: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is called in the list of equivalent mutants."""
        return self.path, self.before, self.after

    def __str__(self) -> str:
        return f"{self.path}:{self.line}\n  - {self.before}\n  + {self.after}"


def changes(node):
    """Return what could stand in place of a node."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            for sign in COMPARISONS[type(op)]:
                yield f"({ast.unparse(left)} {sign} {ast.unparse(right)})"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            yield f"(({ast.unparse(left)}) {ARITHMETIC[type(op)]} ({ast.unparse(right)}))"
        case ast.BoolOp(op=op, values=[first, *_, last]):
            other = " or " if isinstance(op, ast.And) else " and "
            yield "(" + other.join(f"({ast.unparse(value)})" for value in node.values) + ")"
            yield f"({ast.unparse(first)})"
            yield f"({ast.unparse(last)})"
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield f"({ast.unparse(operand)})"
        case ast.IfExp(body=one, orelse=two):
            yield f"({ast.unparse(one)})"
            yield f"({ast.unparse(two)})"
        case ast.Constant(value=bool(value)):
            yield str(not value)
        case ast.Constant(value=int(value)):
            yield f"({value + 1})"
            yield f"({value - 1})"
        case ast.Constant(value=str(value)):
            yield '""' if value else '"x"'
        case ast.Call():
            yield from _calls(node)
        case ast.Name(id=name) if name in NAMES:
            yield NAMES[name]
        case ast.Attribute(value=value, attr=name) if name in NAMES:
            yield f"{ast.unparse(value)}.{NAMES[name]}"
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) != "None":
            yield "return None"
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise() | ast.Continue():
            yield "pass"
        case ast.Break():
            yield "pass"


def _calls(node):
    function = ast.unparse(node.func)
    if not isinstance(node.func, ast.Name | ast.Attribute):
        function = f"({function})"
    args = [ast.unparse(arg) for arg in node.args]
    named = [ast.unparse(keyword) for keyword in node.keywords]
    if len(args) > 1:
        yield f"{function}({', '.join([args[1], args[0], *args[2:], *named])})"
    for index in range(len(named)):
        yield f"{function}({', '.join([*args, *named[:index], *named[index + 1 :]])})"


def conditions(node):
    """Return the conditions of a node; each may be true or false for good."""
    match node:
        case ast.If(test=test):
            return [(test, "True"), (test, "False")]
        case ast.While(test=test):
            return [(test, "False")]
        case ast.comprehension(ifs=tests):
            return [(test, "True") for test in tests]
        case ast.match_case(guard=ast.expr() as test):
            return [(test, "True"), (test, "False")]
    return []


def looked_at(node):
    """Return the parts of a node that decide something: no annotations, decorators or asserts."""
    match node:
        case ast.Assert() | ast.JoinedStr() | ast.Import() | ast.ImportFrom():
            return
        case ast.FunctionDef(args=args, body=body):
            children = [*args.defaults, *filter(None, args.kw_defaults), *body]
        case ast.ClassDef(body=body):
            children = body
        case ast.AnnAssign(value=value):
            children = [value] if value else []
        case ast.Assign(targets=[ast.Name(id=name)]) if name in ("__all__", "__slots__"):
            return
        case ast.Call(func=ast.Name(id="NewType" | "TypeVar")):
            return
        case _:
            children = list(ast.iter_child_nodes(node))
    for child in children:
        if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
            yield child


def edits(node):
    """Return each node below *node* that can be changed, and its new text."""
    for child in looked_at(node):
        yield from ((test, text) for test, text in conditions(child))
        yield from ((child, text) for text in changes(child))
        yield from edits(child)


def mutants(path):
    """Return all mutants of a module that are other programs."""
    same, seen = ast.dump(ast.parse((ROOT / path).read_text("utf-8"))), set()
    for mutant in drafts(path):
        try:
            other = ast.dump(ast.parse(mutant.source))
        except SyntaxError:
            continue
        if other != same and other not in seen:
            seen.add(other)
            yield mutant


def drafts(path):
    """Return all changes of a module, including those that do not compile or change nothing."""
    source = (ROOT / path).read_text("utf-8")
    for node, text in edits(ast.parse(source)):
        yield _mutant(path, source, node, text)


def _mutant(path, source, node, text):
    lines = source.splitlines(keepends=True)
    first, last = lines[node.lineno - 1].encode(), lines[node.end_lineno - 1].encode()
    before, after = first[: node.col_offset].decode(), last[node.end_col_offset :].decode()
    old = "".join(lines[node.lineno - 1 : node.end_lineno])
    new = before + text + after
    whole = "".join([*lines[: node.lineno - 1], new, *lines[node.end_lineno :]])
    return Mutant(path, node.lineno, " ".join(old.split()), " ".join(new.split()), whole)


def of_room(room):
    """Return the mutants of a room, in the order of its files."""
    for place in room.code:
        files = sorted((ROOT / place).rglob("*.py")) if (ROOT / place).is_dir() else [ROOT / place]
        for file in files:
            yield from mutants(str(file.relative_to(ROOT)))


# -- running ------------------------------------------------------------------------------------


def _module_name(path):
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


class _Finder(MetaPathFinder):
    """Loads the mutant in place of its module."""

    def __init__(self, mutant):
        self.mutant = mutant
        self.name = _module_name(mutant.path)

    def find_spec(self, fullname, *_):
        if fullname != self.name:
            return None
        file = str(ROOT / self.mutant.path)
        return spec_from_file_location(fullname, file, loader=_Loader(self.mutant, fullname, file))


class _Loader(SourceFileLoader):
    def __init__(self, mutant, fullname, file):
        super().__init__(fullname, file)
        self.mutant = mutant

    def get_code(self, _):
        return compile(self.mutant.source, self.path, "exec", dont_inherit=True)


class _Plugin:
    """Nobody reads the failures, so Hypothesis need not make them small."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self):
        hypothesis.settings.register_profile(
            "mutation",
            parent=hypothesis.settings.default,
            database=None,
            phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
        )
        hypothesis.settings.load_profile("mutation")


class _Exchange:
    """Tries each mutant in a fork of a process that has collected the tests."""

    def __init__(self, mutants, seconds, killed):
        self.mutants = mutants
        self.seconds = seconds
        self.killed = killed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self):
        for number, mutant in enumerate(self.mutants):
            child = os.fork()
            if child == 0:
                _limit(self.seconds)
                if not exchanged(mutant):
                    os._exit(0)
                return None  # pytest goes on and runs the tests
            if os.waitpid(child, 0)[1]:
                os.write(self.killed, f"{number}\n".encode())
        return True


def exchanged(mutant):
    """Put the functions of a mutant in place of the loaded ones; tell whether that can be done."""
    module = sys.modules.get(_module_name(mutant.path))
    if module is None:
        return False
    old = dict(_functions(compile((ROOT / mutant.path).read_text("utf-8"), "", "exec")))
    new = dict(_functions(compile(mutant.source, "", "exec")))
    changed = [name for name, code in new.items() if old.get(name) != code]
    for name in changed:
        function = _loaded(module, name)
        if function is None or function.__code__.co_freevars != new[name].co_freevars:
            return False
        function.__code__ = new[name]
    for thing in gc.get_objects():
        if isinstance(thing, functools._lru_cache_wrapper) and _is_ours(thing):
            thing.cache_clear()
    return bool(changed)


def _functions(code):
    """Yield the functions of a module and the methods of its classes, by qualified name."""
    for const in code.co_consts:
        if isinstance(const, CodeType) and not const.co_name.startswith("<"):
            if const.co_flags & inspect.CO_OPTIMIZED:
                yield const.co_qualname, const
            else:
                yield from _functions(const)


def _loaded(module, name):
    found = module
    for part in name.split("."):
        found = vars(found).get(part)
        found = getattr(found, "fget", None) or getattr(found, "__func__", found)
    found = inspect.unwrap(found) if found else None
    return found if isinstance(found, FunctionType) else None


def _is_ours(cache):
    rooms = ("values", "text", "rules", "binding", "engine")
    return str(cache.__module__).startswith(tuple(f"perfrules.{room}" for room in rooms))


def killed_soon(mutants, tests, seconds):
    """Return the mutants that die by an exchange of their functions."""
    ends, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ends)
        _test(tests, _Plugin(), _Exchange(mutants, seconds, write))
    os.close(write)
    with os.fdopen(ends) as lines:
        found = [mutants[int(line)] for line in lines]
    os.waitpid(child, 0)
    return found


def run(tests, mutant=None, seconds=600):
    """
    Run tests in a process of its own that knows only the mutant.

    Returns:
        whether all passed, and the seconds of processor time they took.
    """
    child = os.fork()
    if child == 0:
        _limit(seconds)
        if mutant:
            sys.meta_path.insert(0, _Finder(mutant))
        _test(tests, _Plugin())
    _, status, used = os.wait4(child, 0)
    return status == 0, used.ru_utime + used.ru_stime


def _limit(seconds):
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))


def _test(tests, *plugins):
    """Run pytest, silently, and end the process."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    # Hypothesis is there before pytest could rewrite it.
    quiet = ["-W", "ignore::pytest.PytestAssertRewriteWarning", "-p", "no:cacheprovider"]
    code = 2
    try:
        code = pytest.main(["-x", "-q", "-k", UNTIMED, *quiet, *tests], plugins=plugins)
    finally:
        os._exit(int(code))


def survives(mutant, room, limits):
    """Tell whether a mutant passes the room's own tests, then the wider ones, loaded anew."""
    groups = zip((room.own, room.wider), limits, strict=True)
    return all(run(tests, mutant, limit)[0] for tests, limit in groups if tests)


def limits_of(room):
    """Return the most seconds for a mutant in each group of tests; without one, all must pass."""
    limits = []
    for tests in (room.own, room.wider):
        passed, seconds = run(tests) if tests else (True, 0)
        if not passed:
            raise SystemExit(f"the tests fail without any mutant: {' '.join(tests)}")
        limits.append(int(seconds * 4) + 5)
    return limits


def equivalents():
    """Return the mutants that were judged to change nothing, with the reason."""
    file = Path(__file__).with_name("equivalent-mutants.yaml")
    entries = yaml.safe_load(file.read_text("utf-8")) if file.exists() else []
    return {(entry["file"], entry["before"], entry["after"]): entry["why"] for entry in entries}


def judged(name, args, known):
    """Run the sample of a room; print the survivors and return the counts by file."""
    room = ROOMS[name]
    found = [mutant for mutant in of_room(room) if args.match in str(mutant)]
    count = min(args.sample or len(found), len(found))
    sample = random.Random(args.seed).sample(found, count)
    print(f"\n{name}: {count} of {len(found)} mutants, seed {args.seed}", flush=True)
    if args.list:
        print(*sample, sep="\n")
        return Counter()
    limits, counts = limits_of(room), Counter()
    tried = [mutant for mutant in sample if mutant.key not in known]
    dead = set(killed_soon(tried, (*room.own, *room.wider), sum(limits)))
    for mutant in sample:
        fate = "equivalent" if mutant.key in known else "killed"
        if mutant.key not in known and mutant not in dead and survives(mutant, room, limits):
            fate = "survived"
        if fate == "survived":
            print(mutant, flush=True)
        counts[mutant.path, fate] += 1
    return counts


def table(counts):
    """Print a line for each file and the sum of all."""
    print(f"\n{'file':44} made equivalent killed survived  share")
    for path in [*sorted({path for path, _ in counts}), ""]:
        fates = Counter()
        for (file, fate), number in counts.items():
            fates[fate] += number if not path or file == path else 0
        real = fates["killed"] + fates["survived"]
        print(
            f"{path or 'all':44} {sum(fates.values()):4} {fates['equivalent']:10}"
            f" {fates['killed']:6} {fates['survived']:8} {fates['killed'] / (real or 1):6.1%}"
        )


def main():
    parser = argparse.ArgumentParser(description="Mutation test of the pure rooms.")
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=" ".join(ROOMS))
    parser.add_argument("--sample", type=int, default=150, help="mutants of a room; 0 is all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--match", default="", help="only mutants whose place or diff has this")
    parser.add_argument("--list", action="store_true", help="print the mutants and run nothing")
    args = parser.parse_args()
    if unknown := set(args.rooms) - ROOMS.keys():
        parser.error(f"no such room: {', '.join(sorted(unknown))}")
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    began, counts, known = time.monotonic(), Counter(), equivalents()
    for name in args.rooms or ROOMS:
        counts += judged(name, args, known)
    if not args.list:
        table(counts)
        print(f"{time.monotonic() - began:.0f} s")
        sys.exit(any(fate == "survived" for _, fate in counts))


if __name__ == "__main__":
    main()
