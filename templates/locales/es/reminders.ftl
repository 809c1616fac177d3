# Recordatorios de lo vencido: el correo y las páginas del personal.

notice-reminder-subject = { $tone ->
    [first] Cuenta { $account }: { $amount } ya venció
    [last] Cuenta { $account }: { $amount } sigue pendiente; ¿podemos ayudarle?
   *[again] Cuenta { $account }: { $amount } sigue pendiente
}
notice-reminder-text = { $tone ->
    [first] Quizás se le pasó: { $amount } de las facturas de { $name } (cuenta { $account }) está vencido, lo más antiguo desde hace { $days } días. Si ya pagó, muchas gracias; puede ignorar este mensaje.
    [last] { $amount } de las facturas de { $name } (cuenta { $account }) está vencido, lo más antiguo desde hace { $days } días. Este es nuestro último recordatorio. Si algo le impide pagar, escríbanos o llámenos: preferimos encontrar una solución con usted.
   *[again] { $amount } de las facturas de { $name } (cuenta { $account }) sigue vencido, lo más antiguo desde hace { $days } días. Si ya pagó, muchas gracias; puede ignorar este mensaje.
}
notice-reminder-button = Ver qué hay que pagar
notice-reminder-note = Lo que usted disputa no está incluido y no tiene que pagarse hasta que se decida. Para disputar un cargo, abra su factura en el portal. Recibe este mensaje porque recibe las facturas de esta cuenta.

reminders-title = Recordatorios
reminders-lead = Quién debe algo vencido que nadie disputa. Los recordatorios salen solos en días hábiles; aquí se anota lo que un cliente prometió o pidió.
reminders-usual = Lo habitual: { $days } días después del vencimiento.
reminders-usual-off = Lo habitual: ninguno.
reminders-caption = Cuentas con algo vencido
reminders-amount = Vencido
reminders-oldest = Vencimiento más antiguo
reminders-days-late = { $count ->
    [one] hace { $count } día
   *[other] hace { $count } días
}
reminders-last = Último recordatorio
reminders-next = El siguiente
reminders-none-yet = ninguno aún
reminders-no-more = ninguno más
reminders-off = desactivados
reminders-promised = pago prometido hasta el { $day }
reminders-empty = Nadie tiene nada vencido
reminders-empty-text = Toda factura que nadie disputa está pagada o aún no vence.
reminders-page-empty = Ninguna cuenta de esta página tiene algo vencido
reminders-page-empty-text = La página siguiente revisa más cuentas.
reminders-of = Recordatorios de { $name }
reminders-open = Lo que está vencido
reminders-nothing = Nada de esta cuenta está vencido.
reminders-reminded-on = recordado el { $day }
reminders-plan = Cómo se le recuerda a esta cuenta
reminders-when = Cuándo salen los recordatorios
reminders-when-usual = Lo habitual
reminders-when-own = En días propios
reminders-when-never = Nunca
reminders-days = Días después del vencimiento
reminders-days-hint = Números crecientes con comas, como 5, 15, 30.
reminders-until = Pago prometido hasta
reminders-until-hint = Hasta ese día inclusive no sale ningún recordatorio. Déjelo vacío si no hay promesa.
reminders-note = Nota
reminders-note-hint = Quién prometió qué, para sus colegas. El cliente no la ve.
reminders-set-by = Anotado por { $email }.
reminders-save = Guardar
reminders-bad-days = Escriba hasta nueve números crecientes de días, de 1 a 365, como 5, 15, 30.
reminders-bad-until = Elija un día desde hoy hasta dentro de 90 días.
reminders-changed = Otra persona cambió esto entretanto. El formulario muestra lo que escribió; ingrese lo suyo de nuevo.
reminders-not-allowed = Su función no permite esto. El personal de facturación puede hacerlo.
