"""How we speak with allies: what comes in through the gate, what goes out through the fetcher. Decides no rule of the community."""
