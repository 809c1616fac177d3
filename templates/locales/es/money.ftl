# Ajustes, en todos los lugares donde los ven los clientes.

adjustment-payment-returned = Pago { $reference } devuelto por el banco
adjustment-payment-moved-out = Pago { $reference } retirado: corresponde a otra cuenta
adjustment-payment-moved-in = Pago { $reference }, registrado al principio en otra cuenta
adjustment-refund = Saldo a favor que le pagamos { $reference }
adjustment-write-off = Saldo pendiente que ya no tiene que pagar
adjustments-made = Ajustes
adjustments-total = Total de ajustes
adjustment-date = Fecha
adjustment-what = Concepto
adjustment-taken-payment-returned = devuelto por el banco el { $day }
adjustment-taken-payment-moved = retirado el { $day }: corresponde a otra cuenta
