"""资金下达账: what an allotment says of its money, against what the funds of city and district say."""
