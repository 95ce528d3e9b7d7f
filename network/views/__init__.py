"""The pages of the network: each shows one member what is theirs."""
