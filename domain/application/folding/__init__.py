"""What each event does to a case. Folding cannot say no: a recorded event is not argued with."""
