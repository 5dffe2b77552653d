"""Everything that can happen to an application. A recorded fact is never edited, and its stored name never reused."""

from domain.application.events.decision import *
from domain.application.events.disputes import *
from domain.application.events.payout import *
from domain.application.events.receipt import *
from domain.application.events.recovery import *
