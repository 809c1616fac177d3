# Lo que está en disputa y las notas de crédito.

state-in-dispute = En disputa
