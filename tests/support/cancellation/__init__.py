"""Operations cancelled at every point, and a search for what they leave."""
