"""What whoever recognises promises to who listens: the workers, and the scripted fake."""
