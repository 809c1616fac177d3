# El informe con que termina un mes, en PDF.

month-finish = Informe (PDF)
finish-made = Hecho por { $who } el { $time } MT.
finish-days = Días
finish-issued = Emitidas
finish-money = Documentos en dólares
finish-what = Qué
finish-amount = Monto
finish-messages = Mensajes
finish-previous = Saldos anteriores
finish-payments = Pagos
finish-credits = Notas de crédito
finish-adjustments = Ajustes
finish-new-charges = Cargos nuevos
finish-total-due = Total por pagar
finish-kept = Retenidas o sin facturar
finish-name = Nombre
finish-state = Estado
finish-address = Dirección
finish-answer = La respuesta del servidor
finish-more = { $count } más están en el CSV.
