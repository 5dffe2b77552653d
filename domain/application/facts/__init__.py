"""Everything that can happen to an application. A recorded fact is never edited, and its stored name never reused."""

from domain.application.facts.decision import *
from domain.application.facts.payout import *
from domain.application.facts.receipt import *
from domain.application.facts.recovery import *
from domain.application.facts.turns import *
