"""What a person sees and takes away."""
