"""
The catalogue of what can be noticed: one name for each code, and what its findings carry.

Sentences and severities are data (``specs/messages/findings.yaml``), and each code has a page
(``docs/findings``); a test holds the three together.
"""

from enum import StrEnum
from typing import Self

ROW_FACTS = (
    "level1 level2 name caption target actual unit actual_unit reason"
    " claimed weight rate text share"
)
"""What every check on one row carries: the texts of the row, and the number it compares."""


class Code(StrEnum):
    """A code of the catalogue: its text, what its sentences need, what it carries besides."""

    _needs: str
    _extra: str

    def __new__(cls, text: str, needs: str = "", extra: str = "") -> Self:
        code = str.__new__(cls, text)
        code._value_ = text
        code._needs, code._extra = needs, extra  # taken apart when asked: a start must be quick
        return code

    @property
    def needs(self) -> frozenset[str]:
        """The parameters of every finding; with ``row`` a finding may be about the whole form."""
        return frozenset(self._needs.split())

    @property
    def named(self) -> tuple[str, ...]:
        """Those of them that a finding carries itself, in the order of the declaration."""
        return tuple(name for name in self._needs.split() if name != "row")

    @property
    def extra(self) -> frozenset[str]:
        """Further parameters, which a program may read and no sentence shows."""
        return frozenset(self._extra.split()) - self.needs

    def __repr__(self) -> str:
        return repr(self.value)

    @property
    def words(self) -> str:
        """The name of the code as English words; sentences are data."""
        return self.name.replace("_", " ").lower()

    # -- specs
    NOT_YAML = "PR001", "detail"
    DUPLICATE_KEY = "PR002", "key first"
    ALIAS_USED = "PR003", "name"
    YAML_TRAP = "PR004", "text trap"
    UNKNOWN_KEY = "PR005", "key near allowed", "path"
    MISSING_KEY = "PR006", "key", "path"
    WRONG_VALUE = "PR007", "path value expected", "near"
    OTHER_LANGUAGE_VERSION = "PR008", "found reads"
    DOCUMENT_TOO_LARGE = "PR009", "limit what"
    FORMULA_REFUSED = "PR010", "source column what"
    UNKNOWN_NAME = "PR011", "source column name near"
    UNUSED_NAME = "PR012", "name"
    SPAN_GAP = "PR013", "point one two"
    SPAN_OVERLAP = "PR014", "point one two"
    SPAN_ORDER_UNPROVED = "PR015", "span"
    GROUPS_NOT_TOTAL = "PR016", "sum total"
    NO_SUCH_CLAUSE = "PR017", "name near"
    EXAMPLE_FAILS = "PR018", "name want got"
    WRONG_GUARD = "PR019", "path now was"
    NO_SUCH_PATH = "PR020", "path near"
    ALREADY_EXISTS = "PR021", "path"
    NO_BASIS = "PR022", "path"
    NEVER_REACHED = "PR023", "name"
    NO_SUCH_PART = "PR024", "name sort near"
    NO_SUCH_BASE = "PR025", "name known"
    KEY_NOT_TEXT = "PR026"
    YAML_TAG = "PR027", "tag"
    SEVERAL_DOCUMENTS = "PR028"
    EMPTY_DOCUMENT = "PR029"
    NUMBER_IN_FORMULA = "PR030", "source column number"
    FORMULA_TOO_LONG = "PR031", "source limit", "column"
    WRONG_ARGUMENTS = "PR032", "source column function"
    NAME_USED_TWICE = "PR033", "name"
    UNUSED_RULE = "PR034", "name"
    EMPTY_SPAN = "PR035", "span"
    NOT_A_SPAN = "PR036", "text", "column source"
    WRONG_SHAPE = "PR037", "path found"
    BAD_ROUNDING = "PR038", "step"
    WRONG_PARAMETERS = "PR039", "name sort"
    EXCERPT_WITH_TOTAL = "PR040", "name"
    NO_SUCH_FOLDER = "PR041", "folder package"
    SPEC_TWICE = "PR042", "name other"
    CASES_OF_OTHER_SPEC = "PR043", "wanted name"

    # -- reading
    CANNOT_OPEN = "PR101", "why", "errno"
    EMPTY_FILE = "PR102"
    UNKNOWN_FILE_KIND = "PR103", "kind"
    ENCRYPTED = "PR104"
    FILE_TOO_LARGE = "PR105", "size limit what"
    DAMAGED_FILE = "PR106"
    UNKNOWN_ENCODING = "PR107", "encoding"
    MISSING_PACKAGE = "PR108", "package extra"
    UNSAFE_FILE = "PR111", "member"
    SEVERAL_FORMS = "PR112", "count sheets"
    NEVER_CALCULATED = "PR113", "formula count"
    READ_FROM_PDF = "PR114"
    NO_TABLE_IN_PDF = "PR115"
    ROW_CUT_BY_PAGE = "PR116"
    LIBREOFFICE_MISSING = "PR117", "kind wanted"
    SHEET_WITHOUT_FORM = "PR118", "sheet"
    SHEET_NOT_READ = "PR119", "sheet"
    NOT_CONVERTED = "PR120", "kind wanted"
    CONVERTED = "PR121", "kind wanted"
    NOT_CARRIED = "PR123", "path text other"
    HIDDEN_CELLS = "PR124", "count"
    NO_SUCH_SHEET = "PR125", "sheet sheets"

    # -- binding
    ROW_SHIFTED = "PR201", "row columns target stood confidence", "cells"
    QUANTITY_NOT_READ = "PR202", "row field raw"
    NO_HEADER = "PR203"
    NO_MONEY_BLOCK = "PR204"
    NO_ROWS = "PR205"
    NO_FISCAL_YEAR = "PR206"
    NOT_A_NUMBER = "PR207", "row field raw"
    ROWS_RUN_ON = "PR208", "text"
    ROW_LEFT_OUT = "PR210", "text"
    WEIGHTS_AS_SHARES = "PR211", "weight"
    AMOUNT_WITH_UNIT = "PR212", "row field raw unit"
    TARGETS_ONLY = "PR213"
    RADICALS_REPLACED = "PR214", "text"
    TAKEN_FROM_NAME = "PR215", "row target"
    TWO_ALIGNMENTS = "PR216", "row one two", "cells"
    UNKNOWN_COLUMN = "PR217", "text"
    CELLS_DO_NOT_FIT = "PR218", "row text"
    NO_WEIGHT_COLUMN = "PR219"

    # -- scoring
    NO_RULE_FOR_ROW = "PR301", "row target", "kind method"
    OUTSIDE_NEEDS = "PR302", "row field rule needs"
    NO_VALUE = "PR303", "row field"
    DEADLINE_UNSURE = "PR304", "row actual target"
    TWO_READINGS = "PR305", "row raw other"
    UNIT_TAKEN = "PR306", "row field raw unit"
    NOT_COMPUTABLE = "PR307", "row rule"
    TOO_MANY_UNKNOWNS = "PR308", "row"
    NO_TIER = "PR309", "row actual weight"
    OUTSIDE_GROUPS = "PR310", "row level1"
    OTHER_RULE_PRINTED = "PR311", "note printed spec quoted clause"
    OTHER_FISCAL_YEAR = "PR312", "year spec"
    TRIAL_SPEC = "PR313", "spec"
    NO_FITTING_SPEC = "PR314", "wanted known"
    NO_SUCH_ROW = "PR315", "name near"
    UNKNOWN_METHOD = "PR316", "row method", "kind target"
    NOT_ANSWERED = "PR317", "row field about raw choices"
    DOES_NOT_APPLY = "PR318", "row", "field"
    NO_RULE_FOR_INAPPLICABLE = "PR319", "row", "field"
    TOO_MANY_CHOSEN = "PR320", "row group choose filled"
    NO_TOTAL = "PR321", "rule"
    OWN_CHECK = "PR322", "row zh en check", ROW_FACTS
    NO_FIRST_LEVEL = "PR323", "count"
    NOT_ASKED = "PR324", "spec names known"
    NO_SUCH_SPEC = "PR325", "name near"

    # -- evidence
    SATISFACTION_WITHOUT_BASE = "PRE01", "row actual", ROW_FACTS
    WHOLLY_SATISFIED = "PRE03", "row actual", ROW_FACTS
    NOT_ACCEPTED_FULL_MARKS = "PRE04", "row", ROW_FACTS

    # -- form
    UNIT_BLANK = "PRF01"
    TEMPLATE_LEFT = "PRF02", "row text", ROW_FACTS
    SECTION_MISSING = "PRF03", "row weight"
    NO_GOALS = "PRF04", "text"
    INDICATOR_TWICE = "PRF05", "row level1", "other"
    INDICATOR_IN_TWO_SECTIONS = "PRF06", "row level1 other"
    OTHER_KIND_OF_NAME = "PRF07", "row level2 target", ROW_FACTS
    CELLS_SLIPPED = "PRF08", "row text", ROW_FACTS
    YEAR_DIFFERS = "PRF09", "row named year"
    OWNER_AND_UNIT_SWAPPED = "PRF10", "owner unit"
    LISTED_ROW_MISSING = "PRF11", "name weight"
    SECTION_UNNAMED = "PRF12", "level1"
    REQUIRED_CELL_BLANK = "PRF13", "row field"
    GOAL_COPIED = "PRF14", "text"
    GRADE_AS_NAME = "PRF15", "row", "name"
    GOAL_AMOUNTS_DIFFER = "PRF16", "parts sum whole"

    # -- grade and total
    TOTAL_NOT_SUM = "PRG01", "printed sum"
    GRADE_DOES_NOT_FIT = "PRG02", "printed total grade"
    TOTAL_ABOVE_CEILING = "PRG03", "printed high"
    FULL_MARKS_EVERYWHERE = "PRG04", "count"

    # -- lints of specs
    UNTOUCHED = "PRL01", "path label"
    SAME_RULE = "PRL02", "two one"
    ASSUMPTION_WITHOUT_REASON = "PRL03", "path text"
    NEVER_CITED = "PRL04", "clause"
    OUT_OF_BOUNDS = "PRL05", "weight rule reach"
    NOT_MONOTONE = "PRL06", "rule kind at"
    CLAUSE_NOT_SEEN = "PRL07", "clause seen"

    # -- money
    MONEY_NOT_SUM = "PRM01", "column parts sum printed difference tolerance"
    SOURCES_AND_USES_DIFFER = "PRM02", "column sources uses"
    RATE_DIFFERS = "PRM03", "printed rate"
    EXECUTION_POINTS_DIFFER = "PRM04", "claimed computed", "weight"
    OVERSPENT = "PRM05", "rate", "printed"
    NO_BUDGET = "PRM06", "row executed"
    RATE_OF_OTHER_BUDGET = "PRM07", "row printed rate"
    MONEY_UNITS_MIXED = "PRM08", "row amounts"
    COST_CONTRADICTS_MONEY = "PRM09", "row actual sum label column planned executed"
    COST_AT_LEAST = "PRM10", "row target", ROW_FACTS
    LITTLE_SPENT_ALL_DONE = "PRM11", "row rate"
    DONE_AND_SPENT_DIFFER = "PRM12", "row rate done"
    BUDGET_REVISED = "PRM15", "initial revised change beyond"
    RATE_WITHOUT_PERCENT = "PRM16", "row printed"
    COST_DIFFERS_FROM_SPENT = "PRM17", "row actual sum executed"
    PAYMENT_CONTRADICTS_EXECUTION = "PRM18", "row actual rate", ROW_FACTS
    BUDGET_CUT_TO_SPENT = "PRM19", "revised initial share"

    # -- notes: reasons and measures
    LOST_WITHOUT_REASON = "PRN01", "row claimed weight"
    REASON_SAYS_NOTHING = "PRN02", "row reason", ROW_FACTS
    REASON_WITHOUT_LOSS = "PRN03", "row reason", ROW_FACTS
    REASON_CONTRADICTS = "PRN04", "row reason actual target", ROW_FACTS
    REASON_WITHOUT_MEASURE = "PRN05", "row reason", ROW_FACTS
    LITTLE_SPENT_WITHOUT_REASON = "PRN06", "row rate"
    NO_ROOM_FOR_REASONS = "PRN07", "count"

    # -- quality of indicators
    NOT_MEASURABLE = "PRQ01", "row target", ROW_FACTS
    NUMBER_SAYS_NOTHING = "PRQ02", "row target", ROW_FACTS
    QUANTITY_WITHOUT_NUMBER = "PRQ03", "row target", ROW_FACTS
    GOAL_WITHOUT_ROW = "PRQ04", "amounts"
    COPIED_FROM_OTHER_UNIT = "PRQ05", "row text other"
    ROW_IN_WRONG_SECTION = "PRQ06", "row level1 level2", ROW_FACTS
    SLIP_OR_OLD_NAME = "PRQ07", "row text", ROW_FACTS

    # -- scores
    CLAIM_ABOVE_WEIGHT = "PRS01", "row claimed weight"
    NEGATIVE_CLAIM = "PRS02", "row claimed", "weight"
    FULL_MARKS_THOUGH_MISSED = "PRS03", "row claimed computed", "weight"
    LOST_THOUGH_MET = "PRS04", "row claimed computed", "weight"
    CLAIM_DIFFERS = "PRS05", "row claimed computed", "weight"
    TOO_MANY_DECIMALS = "PRS06", "row claimed step"
    CLAIM_OUTSIDE_RANGE = "PRS07", "row claimed low high", "meant tier weight"
    POINTS_FOR_BLANK = "PRS09", "row claimed", ROW_FACTS
    SEVERAL_TARGETS = "PRS10", "row target", ROW_FACTS
    MISSED_FULL_MARKS_UNRULED = "PRS11", "row actual target claimed"

    # -- targets and actuals
    ACTUAL_IS_INEQUALITY = "PRT01", "row actual", f"same {ROW_FACTS}"
    WORDS_FOR_NUMBER = "PRT02", "row target actual", ROW_FACTS
    UNITS_DIFFER = "PRT03", "row target actual", ROW_FACTS
    TARGET_WITHOUT_UNIT = "PRT04", "row target", ROW_FACTS
    BARE_TARGET = "PRT05", "row target", "kind"
    DIRECTION_DOUBTFUL = "PRT06", "row target", ROW_FACTS
    ODD_PERCENTAGE = "PRT07", "row target", ROW_FACTS
    FAR_EXCEEDED = "PRT08", "row actual target share", ROW_FACTS
    FAR_MISSED = "PRT09", "row actual target share", ROW_FACTS
    LATE_FULL_MARKS = "PRT10", "row target actual"
    TARGET_OF_ZERO = "PRT11", "row target", ROW_FACTS
    PARTS_NOT_SUM = "PRT13", "row field parts value"
    PARTS_OF_OTHER_UNIT = "PRT14", "row field value parts"
    ODD_UNIT = "PRT15", "row target", ROW_FACTS
    ACTUAL_NOT_EXACT = "PRT16", "row actual", ROW_FACTS
    UNIT_DIFFERS_FROM_NAME = "PRT17", "row named field value"
    UNIT_ON_ONE_SIDE = "PRT18", "row target actual", ROW_FACTS

    # -- review
    NO_REVIEW_SCORE = "PRV01", "row remark", "claimed reviewed weight"
    DEDUCTED_WITHOUT_REMARK = "PRV02", "row claimed reviewed", "remark weight"
    OTHER_SHARE_THAN_SAID = "PRV03", "row said taken", "claimed remark reviewed weight"
    UNSUPPORTED_WITH_POINTS = "PRV04", "row remark reviewed", "claimed weight"
    REVIEW_ABOVE_CLAIM = "PRV05", "row reviewed claimed", "remark weight"
    UNEVEN_SHARES = "PRV06", "row remark share other before", "claimed reviewed weight"
    WRONG_DEVIATION = "PRV07", "row printed right"
    REVIEWED_WITHOUT_RULE = "PRV11", "row reviewed points", "claimed remark weight"
    ROW_NOT_REVIEWED = "PRV12", "row"

    # -- weights
    WEIGHTS_NOT_TOTAL = "PRW01", "sum total"
    SECTION_WEIGHT_DIFFERS = "PRW02", "row sum weight"
    NO_WEIGHT = "PRW03", "row weight"
    HEAVY_ROW = "PRW04", "row weight", ROW_FACTS
    FIXED_WEIGHT_CHANGED = "PRW05", "row sum weight"
    MONEY_PART_HAS_POINTS = "PRW06", "row field value"
    LISTED_WEIGHT_DIFFERS = "PRW07", "row weight listed"
    EXECUTION_NOT_SCORED = "PRW08", "row weight rate"
    CAPTION_POINTS_DIFFER = "PRW09", "level1 printed sum"
    NOTE_POINTS_DIFFER = "PRW10", "said sum"
    ALL_WEIGHTS_EQUAL = "PRW11", "count weight"

    # -- several forms
    ODD_DISTRIBUTION = "PRX02", "count share grade low high"
    NAME_WITH_TWO_MEANINGS = "PRX03", "row target form other"
    DEPARTMENT_AND_PROJECTS_DIFFER = "PRX04", "executed sum"
    HANDED_IN_TWICE = "PRX06", "other"
