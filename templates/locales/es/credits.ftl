# Lo que está en disputa y las notas de crédito.

state-in-dispute = En disputa

# La nota de crédito como documento
credit-title = Nota de crédito { $number } de { $provider }
credit-subject = Cuenta { $account }
credit-note = Nota de crédito
credit-no-payment = Nada que pagar
credit-number = Número de nota de crédito
credit-date = Fecha
credit-case = Caso
credit-why = Por qué recibe este crédito
credit-how = Este importe se acreditó en su cuenta; aparece en su próxima factura.
credit-lines = Cargos acreditados en dólares estadounidenses
credit-lines-total = Cargos acreditados
credit-taxes-total = Impuestos y tasas acreditados
credit-total = Crédito total
credit-invoice = Factura
credit-running-head = Nota de crédito { $number }  ·  Cuenta { $account }
