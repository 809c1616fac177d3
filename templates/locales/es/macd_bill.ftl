# El trabajo a pedido donde lo muestran las facturas: la factura, su PDF, los correos y lo acumulado.
because-macd = traslados y cambios
cause-macd = Traslados y cambios
category-macd = Traslados y cambios
kind-macd = Traslados y cambios
kind-expedite = Cargos por urgencia
doc-macd = Traslados y cambios
doc-expedite = Cargo por urgencia
mail-macd = Traslados y cambios

receipt-details = Quién lo aprobó y el registro de tiempo
receipt-request = La solicitud
receipt-asked = Solicitado por { $who }
receipt-approved = Aprobado por { $who }, { $at } MT
receipt-urgency-standard = Prioridad estándar
receipt-urgency-expedited = Urgente
receipt-quote = Cotización de hasta { $minutes } minutos aceptada por { $who }
receipt-log = Registro de tiempo
receipt-day = Día
receipt-from-to = Desde – hasta (MT)
receipt-minutes-head = Minutos
receipt-purpose = Motivo
receipt-purpose-work = El trabajo en sí
receipt-purpose-gathering = Reunir información
receipt-purpose-testing = Sus pruebas
receipt-billed = Se cobra
receipt-billable = Sí
receipt-not-billable = Sin cargo
receipt-continued = (continuación)
receipt-minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
}
receipt-quarters = { $count ->
    [one] { $count } cuarto de hora
   *[other] { $count } cuartos de hora
}
receipt-units = { $units } × { $increment } minutos
receipt-exact = { $minutes } = { $units } × { $price } = { $amount }
receipt-rounded = { $minutes }, redondeado a { $units } × { $price } = { $amount }
receipt-excluded = { $count ->
    [one] { $count } minuto sin cargo
   *[other] { $count } minutos sin cargo
}

next-work = Trabajo en curso
next-work-text = Registrado en sus solicitudes y aún sin revisar por facturación. Forma parte del total previsto; el importe definitivo se fija con la revisión.
next-work-later = Registrado en sus solicitudes y aún sin revisar por facturación. Irá en una factura posterior, no en la que está en camino.
next-work-request = Solicitud
next-work-not-reviewed = Aún sin revisar
next-work-free = Nada que cobrar hasta ahora
next-work-fee = más el cargo por urgencia de { $amount }
next-basis-work = Traslados y cambios: se cuenta el trabajo registrado hasta ahora, aunque facturación aún no lo haya revisado.
