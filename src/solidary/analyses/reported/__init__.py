"""What the loaded money adds to a question: one module per question, ``part(view) -> Part``; pure like the rest."""
