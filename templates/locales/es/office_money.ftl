# El dinero en la oficina.

money-title = Dinero
money-of = Dinero de { $name }
money-amount = Importe en dólares
money-came-in = Lo que se recibió
money-find = Buscar pagos
money-from = Desde
money-to = Hasta
money-reference-exact = Referencia exacta
money-none = Ningún pago coincide
money-none-text = Busque otra cuenta, otra fecha u otra referencia.
money-recorded-by = registrado por { $who }
money-recorded = Registrado
money-next = Página siguiente

# Un pago registrado a mano
money-record = Registrar un pago
money-record-lead = Se asienta en la cuenta cuya factura paga, y cubre primero la factura pendiente más antigua.
money-record-do = Registrar el pago
money-account-hint = Puede ser una cuenta que va en la factura de otra: el pago se asienta allí.
money-reference-hint = El número del cheque o la referencia del banco.
money-alike-title = Pagos de la misma cuenta, importe y fecha
money-another = Es otro pago: registrarlo también.
money-done-payment = El pago quedó registrado.
money-done-paid = Pagó: { $bills }.
money-done-left = Quedan { $amount } para la próxima factura.

# El dinero de una cuenta
money-balance = Saldo
money-in-credit = Saldo a favor
money-as-customer = Como lo ve el cliente
money-unpaid = Facturas pendientes
money-unpaid-none = Todo está pagado.
money-receipts = Lo que entró y salió
money-receipts-none = Todavía no entró nada.
money-can = Corregir
money-who-why = Motivo y responsable
money-approved-by = aprobado por { $who }
money-asked-title = Solicitado y aprobado
money-asked-credit = Abono
money-asked-refund = Reembolso
money-asked-write-off = Cancelación de deuda
money-asked-lines = { $count ->
    [one] { $count } línea
   *[other] { $count } líneas
}
money-asked-by = Solicitado por
money-state-waiting = Espera a una segunda persona
money-state-approved = Aprobado por { $who } { $answer }
money-state-sent-back = Devuelto por { $who } { $answer }

# Correcciones
money-reason = Motivo
money-reason-hint = Para sus colegas y el registro de auditoría; el cliente no lo ve.
money-most = Como máximo { $most }. Más de { $limit } en un mes para una cuenta requiere una segunda persona.
money-return-short = Devuelto
money-return-title = El banco devolvió un pago
money-return-lead = Se retira hoy por completo: lo que pagó vuelve a estar pendiente. La próxima factura lo muestra.
money-return-do = Retirarlo
money-move-short = Mover
money-move-title = Mover un pago a otra cuenta
money-move-lead = Sale hoy de esta cuenta y se asienta el mismo día en la otra. La próxima factura de ambas lo muestra.
money-move-do = Moverlo
money-move-to = A la cuenta
money-refund-title = Pagar el saldo a favor
money-refund-lead = Devuelve al cliente el saldo a favor de la cuenta. La próxima factura lo muestra.
money-refund-do = Pagarlo
money-refund-reference-hint = El número de nuestro cheque o de la transferencia.
money-write-off-title = Cancelar deuda
money-write-off-lead = Lo que está pendiente, nadie disputa y usted ya no espera cobrar. Cubre primero la factura más antigua.
money-write-off-do = Cancelarla
money-done-returned = El pago quedó retirado.
money-done-moved = El pago quedó en la otra cuenta.
money-done-refunded = El saldo a favor quedó pagado.
money-done-written-off = El importe quedó cancelado.
money-done-credited = La nota de crédito quedó emitida. La próxima factura la muestra.
money-done-waits = Eso supera el límite: espera a una segunda persona.

# Abonos sin disputa
money-credit-title = Abonar cargos
money-credit-choose = ¿Qué factura estaba mal? Una nota de crédito devuelve lo que usted indique de sus líneas, con sus impuestos.
money-credit-none = Todavía no hay facturas
money-credit-none-text = No hay nada que abonar.
money-credit-of = Abonar cargos de { $invoice }
money-credit-lead = Indique cuánto abonar de cada línea, sin impuestos. Más de { $limit } en un mes para una cuenta requiere una segunda persona.
money-credit-which = Líneas que se pueden abonar
money-credit-reason-hint = El cliente lo lee en la nota de crédito y en la próxima factura.
money-credit-preview = Ver con impuestos
money-credit-preview-lead = Todavía no se abonó nada.
money-credit-waits = Supera { $limit } este mes: una segunda persona debe aprobarlo.
money-credit-do = Emitir la nota de crédito
money-credit-ask = Pedir la aprobación
money-credit-edit = Cambiarlo
money-nothing-left = No queda nada por abonar
money-nothing-left-text = Cada línea que coincide ya se abonó o está en disputa.

# La segunda persona
money-approvals = En espera de aprobación
money-approvals-lead = Abonos, reembolsos y cancelaciones por encima del límite, los más antiguos primero. Quien lo pidió no puede aprobarlo.
money-approvals-none = No hay nada en espera
money-approvals-none-text = Ningún abono, reembolso ni cancelación requiere ahora una segunda persona.
money-answer = Respuesta
money-answer-hint = Necesaria si lo devuelve.
money-answer-missing = Diga por qué lo devuelve.
money-done-approved = Quedó aprobado y hecho.
money-done-sent-back = Quedó devuelto.

# Dinero sin cuenta
money-unidentified = Dinero que todavía nadie puede asignar
money-unidentified-new = Dinero sin cuenta
money-unidentified-lead = Regístrelo tal como está impreso. Cuando sepa de quién es, se convierte en un pago de la fecha en que entró.
money-unidentified-do = Registrarlo
money-unidentified-of = Dinero de { $payer }
money-payer = Pagador
money-payer-hint = El nombre tal como está impreso.
money-note = Nota
money-receipt-open = Todavía nadie lo asignó
money-receipt-applied = Se convirtió en un pago
money-receipt-returned = Se devolvió
money-apply = Corresponde a una cuenta
money-apply-hint = Se convierte en un pago recibido el { $day }, o el primer día cuyos libros no estén cerrados.
money-apply-do = Convertirlo en pago
money-give-back = Devolverlo
money-give-back-hint = Desde hoy el dinero sale de los libros.
money-give-back-do = Se devolvió

# Cuentas con saldo a favor
money-credits-list = Cuentas con saldo a favor
money-credits-lead = Pagaron más de lo que se cobró. Queda para la próxima factura o se les puede pagar.
money-credits-none = Ninguna cuenta tiene saldo a favor
money-credits-none-text = Todo lo que entró pagó una factura.
money-credits-page-none = Ninguna cuenta de esta página tiene saldo a favor

# Un archivo de pagos
money-import = Cargar un archivo de pagos
money-import-lead = Primero se revisa el archivo. No se carga nada antes de que usted lo diga, ni nada en absoluto si alguna línea está mal.
money-import-choose = Elegir un archivo
money-import-file = Archivo CSV
money-import-hint = Un encabezado y una línea por pago:
money-import-check = Revisarlo
money-import-look = Lo que haría el archivo
money-import-rows = Líneas
money-import-new = Pagos nuevos
money-import-sum = Suman
money-import-changed = Pagos que cambiaría
money-import-unchanged = Pagos que ya están
money-import-alike = { $count ->
    [one] Un pago nuevo es de la misma cuenta, fecha y monto que otro, con otra referencia. Compruebe si es el mismo dinero antes de cargarlo.
   *[other] { $count } pagos nuevos son de la misma cuenta, fecha y monto que otro, con otra referencia. Compruebe si es el mismo dinero antes de cargarlos.
}
money-import-alike-title = Posiblemente el mismo dinero dos veces
money-import-other = Igual que
money-import-nothing = No hay nada que cargar: todo está ya.
money-import-load = Cargarlo
money-import-wrong = No se cargó nada
money-import-errors = { $count ->
    [one] { $count } línea está mal. Corrija el archivo y elíjalo de nuevo.
   *[other] { $count } líneas están mal. Corrija el archivo y elíjalo de nuevo.
}
money-import-line = Línea
money-import-column = Columna
money-import-why = Motivo
money-import-no-file = Elija un archivo.
money-import-too-large = El archivo es demasiado grande. Divídalo.
money-import-gone = Ese archivo ya no está aquí. Elíjalo de nuevo.
money-import-done = { $count ->
    [one] Se cargó { $count } pago.
   *[other] Se cargaron { $count } pagos.
}

# Negativas
money-not-allowed = Su rol no lo permite. El personal de facturación puede hacerlo.
money-sent-twice = Este formulario ya se envió y contó una vez. Nada se hizo dos veces.
money-missing = Complete este campo.
money-day-wrong = Elija una fecha.
money-method-missing = Elija cómo se pagó.
money-amount-wrong = Escriba un importe como 1.234,50.
money-amount-nothing = El importe debe ser mayor que cero.
money-more-than = Se pueden tomar como máximo { $most }.
money-no-account = No existe la cuenta { $account }.
money-future = Esa fecha todavía no llegó.
money-closed = Los libros están cerrados hasta el { $day }: elija una fecha posterior.
money-same-reference = Esta cuenta ya tiene un pago con esta referencia: { $who } lo registró el { $time }. No se cambió nada.
money-same-reference-imported = Esta cuenta ya tiene un pago con esta referencia. No se cambió nada.
money-alike = Parece un pago que ya está registrado. Todavía no se registró nada.
money-taken = { $who } retiró este pago de la cuenta el { $day }. No se cambió nada.
money-not-there = Este pago ya no está en esta cuenta.
money-same-account = El pago ya está en esa cuenta.
money-line-left = De esta línea solo quedan { $left }.
money-no-lines = Indique cuánto abonar de al menos una línea.
money-own = Usted mismo lo pidió: otra persona debe aprobarlo.
money-decided = Alguien más ya decidió sobre esto.
money-settled = { $who } ya lo hizo.

# En la primera página de la oficina
worry-money-to-approve = { $count ->
    [one] { $count } abono, reembolso o cancelación espera a una segunda persona
   *[other] { $count } abonos, reembolsos o cancelaciones esperan a una segunda persona
}
worry-money-to-place = { $count ->
    [one] Entró dinero que nadie ha asignado
   *[other] Entró dinero { $count } veces que nadie ha asignado
}
