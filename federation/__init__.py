"""How we speak with allies: in through the gate, out through the fetcher. Makes no rule of the community."""
