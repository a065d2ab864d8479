"""The commands of whoever hosts a house."""
