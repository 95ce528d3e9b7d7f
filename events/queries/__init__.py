"""What is shown: reads, and the gateways by which a view gets an object."""
