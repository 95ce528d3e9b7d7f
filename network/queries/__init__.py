"""What is shown of the network, always to one viewer."""
