"""Makes sample_data/gaoping: real codes and names, invented borders and numbers. See scripts/make-gaoping."""
