# Las páginas del personal para las solicitudes de trabajo: el registro de tiempo, la revisión, las condiciones.

nav-requests = Revisión
queue-requests = Solicitudes

macd-refused-not-as-confirmed = El registro de tiempo cambió desde que abrió esta página. Revise las unidades y el total nuevos y confirme otra vez.

# El trabajo
office-work = Registrar tiempo
office-work-finished = El trabajo está terminado y espera la revisión de facturación. Retómelo para registrar más tiempo.
office-work-closed = El caso está cerrado: no se puede registrar tiempo.
office-work-unapproved = El trabajo espera la aprobación de un contacto principal. Después se puede registrar tiempo.
office-work-delay = ¿Un operador o proveedor lo retrasa? Ponga el caso en espera con el motivo: se le avisa al cliente.
office-time-from = Desde (hora de la montaña)
office-time-to = Hasta (hora de la montaña)
office-minutes = O minutos hasta ahora
office-minutes-wrong = Indique minutos enteros.
office-minutes-or-times = Indique las horas o los minutos, no ambos.
office-purpose-work = El trabajo en sí
office-purpose-gathering = Reunir información
office-purpose-testing = Pruebas del cliente
office-purpose-billable = se cobra
office-purpose-free = no se cobra
office-time-words = Qué se hizo, para el cliente y la factura (puede quedar vacío)
office-free-minutes = { $count ->
    [one] Se puede registrar 1 minuto cobrable más antes de que el cliente deba aceptar una cotización.
   *[other] Se pueden registrar { $count } minutos cobrables más antes de que el cliente deba aceptar una cotización.
}
office-correct = Corregir
office-correct-of = Corregir { $day } { $times }
office-correct-title = Corregir una entrada
office-correcting = Sustituye la entrada { $from } – { $to }, que queda tachada en el registro.
office-correct-save = Guardar la corrección
office-take-back-entry = Para anular la entrada, indique dos veces la misma hora.
office-quote = Enviar una cotización
office-quote-hint = { $count ->
    [one] A partir de 1 unidad. El cliente paga el tiempo necesario y nunca más que la cotización.
   *[other] A partir de { $count } unidades. El cliente paga el tiempo necesario y nunca más que la cotización.
}
office-quote-example = { $count }: { $units }, { $total } en total
office-quote-units = Unidades como máximo
office-quote-send = Enviar la cotización
office-units-wrong = Indique un número entero de unidades.
office-words-quote = Por qué tarda tanto, para el cliente
office-finish = El trabajo está terminado
office-finish-hint = Se le pide al cliente que lo confirme, y facturación revisa lo que cuesta.
office-take-up = Retomar el trabajo
office-take-up-hint = El trabajo continúa y se puede registrar tiempo. Facturación lo revisa cuando vuelva a estar terminado.
office-review = Revisión de facturación

# La revisión
review-title = Solicitudes por revisar
review-caption = Solicitudes terminadas que facturación no ha revisado, primero las más antiguas
review-closing = Lo que se revise antes del { $at }, hora de la montaña, va en la factura del { $day }.
review-missed = No llegó a la factura del { $day }
review-waits = espera { $span }
review-units = Unidades
review-empty = Nada por revisar
review-empty-text = Las solicitudes terminadas quedan aquí hasta que facturación las revisa.
review-who = Un facturador, un gerente o un administrador revisa las solicitudes.
review-of = Revisión de { $case }
review-look = Comprobar
review-look-below = No se confirmó: vea abajo.
review-ends = Servicios que terminan
review-prorated = Un servicio que termina se abona desde el día siguiente a su último día; uno que empieza se cobra desde su primer día. Ambos van por días en la próxima factura.
review-choose = { $count ->
    [one] { $count } servicio para elegir
   *[other] { $count } servicios para elegir
}
review-find = Código o descripción
review-no-services = No se encontró ningún servicio.
review-cut = Hay más servicios. Búsquelos por su código o descripción; lo que escribió se conserva.
review-last-day = Último día
review-last-day-of = Último día de { $code }
review-ends-already = termina el { $day }
review-starts = Servicios que empiezan
review-starts-hint = Para otro precio u otra cantidad, termine el servicio anterior y empiece uno con su propio código. Deje vacío lo que no haga falta.
review-new = Servicio nuevo { $place }
review-code = Código
review-product = Producto
review-description = Descripción en la factura
review-class = Clase de impuesto
review-class-none = Elija
review-quantity = Cantidad
review-price = Precio al mes (USD)
review-first-day = Primer día
review-more = Uno más
review-confirm = Confirmar
review-confirms = { $units }, { $total } en total sin impuestos.
review-final = Va en la próxima factura, y los servicios cambian con ello. Después ya no se puede cambiar nada.
review-do = Confirmar { $total }
review-back = Devolver al trabajo
review-back-hint = El registro de tiempo está mal o falta algo: el trabajo continúa, y se revisa cuando vuelva a estar terminado.
review-back-closed = El cliente cerró el caso: para devolverlo al trabajo, reábralo allí.
review-day-wrong = Indique un día.
review-text-wrong = Escriba una línea de 200 letras como máximo.
review-quantity-wrong = Indique un número mayor que 0.
review-price-wrong = Indique un precio de 0,00 o más.
review-end-wrong = Este servicio no puede terminar ese día: es posterior a su fin o anterior a su inicio, dista más de un año, o el servicio no es de esta cuenta.
review-start-wrong = Este servicio no puede empezar así: su código ya existe, o su primer día dista más de un año.

# Las condiciones
terms-title = Condiciones del trabajo a pedido
terms-intro = Una solicitud se cobra según las condiciones del día en que se envió.
terms-from = Desde
terms-in-force = Vigente
terms-ahead = Más adelante
terms-hourly = Tarifa por hora (USD)
terms-increment = Minutos de una unidad
terms-fee = Cargo por urgencia (USD)
terms-quote = Cotización a partir de más de (unidades)
terms-hours = Horario (MT)
terms-opens = Empieza el horario (MT)
terms-closes = Termina el horario (MT)
terms-starts = Vigente desde
terms-new = Condiciones nuevas
terms-new-hint = Empiezan un día posterior y luego no se pueden cambiar ni quitar; solo pueden seguirles otras más nuevas.
terms-do = Fijar estas condiciones
terms-set = Las condiciones nuevas están fijadas.
terms-who = Un administrador fija condiciones nuevas.
terms-amount-wrong = Indique un importe como 100,00.
terms-number-wrong = Indique un número entero.
terms-time-wrong = Indique una hora.
