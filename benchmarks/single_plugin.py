"""
perfrules as a contender of the side-by-side benchmark of one form (see README.md here).

The workload gives numbers as decimal text; turning them into rationals is timed too. What is
measured is the interpreter: 26 rule evaluations with their traces, the total and the grade.
"""

from fractions import Fraction
from pathlib import Path

import perfrules
from perfrules.engine import outcome
from perfrules.findings import Where

HERE = Path(__file__).resolve().parent


class Perfrules:
    name, numeric = "perfrules interpreter, rationals", "str"
    ints_are_cents = True

    def prepare(self):
        spec = perfrules.load_spec(HERE / "rules.yaml")
        rules, grid, where = spec.rules, spec.points.rounding, Where(source="workload")

        def points(rule, names):
            return outcome(rules[rule], names, grid=grid, where=where).points

        def row(indicator):
            kind = indicator["kind"]
            weight = Fraction(indicator["weight"])
            if kind == "qualitative":
                names = {"actual": Fraction(indicator["fraction"]), "weight": weight}
                return points(f"qualitative_{indicator['level']}", names)
            target, actual = Fraction(indicator["target"]), Fraction(indicator["actual"])
            return points(kind, {"target": target, "actual": actual, "weight": weight})

        def run(form):
            scores = [row(indicator) for indicator in form["indicators"]]
            money = {
                "revised": Fraction(form["budget"]),
                "executed": Fraction(form["executed"]),
                "weight": Fraction(10),
            }
            execution = points("execution", money)
            total = sum(scores) + execution
            cents = [int(score * 100) for score in scores]
            return cents, int(execution * 100), int(total * 100), spec.grade.of(total).label

        return run


CONTENDERS = [Perfrules]
