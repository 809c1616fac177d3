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
credit-running-head = Nota de crédito { $number }  ·  Cuenta { $account }

# En la factura
credit-notes = Notas de crédito
credit-notes-total = Total de créditos
credit-reason = Motivo
doc-in-dispute = En disputa
doc-in-dispute-how = Cargos de facturas anteriores que usted disputa. Forman parte del total a pagar, pero no tiene que pagarlos ni generan recargo por mora mientras los revisamos.
doc-undisputed-due = Importe no disputado a pagar
doc-besides-in-dispute = Además, { $amount } en disputa
doc-running-undisputed = Importe no disputado a pagar: { $amount } hasta el { $date }
doc-coupon-disputed = Nada que pagar por ahora: lo pendiente está en disputa. Le escribiremos cuando se decida.

# En el correo
mail-undisputed-due = Importe no disputado
mail-in-dispute = En disputa
mail-in-dispute-note = { $amount } de su saldo está en disputa. No tiene que pagarlo mientras lo revisamos; el resto sigue siendo exigible.
mail-all-in-dispute = Lo pendiente en su cuenta está en disputa.

# En el portal
due-undisputed = Saldo a pagar, no disputado
undisputed-due = Importe no disputado a pagar
unpaid-in-dispute = De eso, en disputa
in-dispute-besides = Además, { $amount } en disputa: espera hasta que lo decidamos.
in-dispute-part = { $amount } en disputa
credit-note-n = Nota de crédito { $number }
