# What is in dispute, and credit notes.

state-in-dispute = In dispute
