"""What others advise: lists that somebody brought along. Nothing follows from them until a person here acts on one."""
