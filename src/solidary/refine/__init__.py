"""What turns records into flows: money with its stage, its parts, its rate, and the rule behind each of them."""
