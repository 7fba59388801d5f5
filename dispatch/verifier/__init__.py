"""The offline verifier of published draws: it re-does a draw from its transcript, trusting nobody and nothing of ours."""
