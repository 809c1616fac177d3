# Las páginas de los clientes.
skip = Ir al contenido
nav = Principal
nav-summary = Resumen
nav-invoices = Facturas
sign-out = Cerrar sesión
foot-questions = ¿Preguntas sobre una factura?

# Entrar
sign-in-title = Iniciar sesión
sign-in-intro = Vea sus facturas, qué cambió en ellas y cada llamada que hay detrás.
sign-in = Iniciar sesión
sign-in-new = ¿Es su primera vez?
sign-in-register = Regístrese con su número de cuenta
sign-in-wrong = Ese correo y esa contraseña no corresponden. Revise ambos e inténtelo de nuevo.
try-later = { $count ->
    [one] Demasiados intentos. Espere un minuto e inténtelo de nuevo.
   *[other] Demasiados intentos. Espere { $count } minutos e inténtelo de nuevo.
}
email = Correo electrónico
email-invalid = Escriba un correo electrónico como pat@example.com.
password = Contraseña
new-password = Contraseña nueva
password-hint = Al menos 8 caracteres; mejor 15 o más. Bastan unas palabras que recuerde.
password-too-short = Use al menos 8 caracteres.
password-too-long = Use como máximo 128 caracteres.
password-common = Es una de las primeras contraseñas que cualquiera probaría. Elija otra.
register-title = Registro para facturas en línea
register-intro = Necesita su número de cuenta y el código de un solo uso de nuestro departamento de facturación.
register = Registrarse
register-have = ¿Ya está registrado?
register-wrong = El número de cuenta, el código y el correo no corresponden, o el código ya se usó o caducó. Revíselos o pídanos un código nuevo.
account-number = Número de cuenta
account-hint = Arriba a la derecha en cualquier factura.
code = Código de registro
code-hint = Doce letras y cifras. Sirve una sola vez.
set-password-title = Elija su contraseña
set-password-intro = Para { $email }. Después se iniciará su sesión.
set-password = Guardar e iniciar sesión

# Resumen
account = Cuenta
account-n = Cuenta { $number }
show = Mostrar
due-now = Saldo por pagar
in-credit = Saldo a favor
past-due-amount = { $amount } ya venció.
due-by-amount = { $amount } por pagar hasta el { $date }.
nothing-due = No hay nada por pagar. Gracias.
see-newest = Ver la última factura
pdf = Descargar PDF
pdf-of = Descargar { $number } en PDF
chart-title = Cargos nuevos por mes
chart-table = Mostrar como tabla
newest-title = Por qué cambió: { $period }
category = Categoría
this-invoice = Esta factura
change = Cambio
why-first = Es su primera factura: no hay otra con la que compararla.
why-same = El mismo total que en { $period }.
why-more = { $amount } más que en { $period }.
why-less = { $amount } menos que en { $period }.
why-one = Sobre todo por { $first }.
why-two = Sobre todo por { $first } y { $second }.
because-added = servicios agregados
because-removed = servicios retirados
because-changed = cambios de cantidad o precio
because-prorated = cambios prorrateados
because-one-time = cargos únicos
because-usage = llamadas
because-taxes = impuestos y tasas
because-late-fee = un recargo por mora
cause-added = Agregado
cause-removed = Retirado
cause-changed = Modificado
cause-prorated = Prorrateado
cause-one-time = Cargos únicos
cause-usage = Consumo
cause-taxes = Impuestos y tasas
cause-late-fee = Recargo por mora
bridge-caption = Del total anterior a este, paso a paso
changes-title = Por qué cambió
bridge-title = Paso a paso
changes-none = No hay con qué comparar
group-balance = { $amount } junto con las cuentas subordinadas.
part-intro = Se factura en la factura de la cuenta superior.
part-title = Su parte: { $period }
activity-title = Actividad reciente
activity-invoice = Factura { $number }
activity-payment = Pago por { $method }, { $reference }
no-activity = Todavía nada.
children-title = Cuentas debajo de esta
name = Nombre
billed = Facturación
bills-separately = En su propia factura
rolls-up = En la factura de esta cuenta
summary-none = Todavía no hay nada que mostrar
summary-none-text = Su acceso no tiene ninguna cuenta asignada. Si esperaba ver una aquí, consulte a nuestro departamento de facturación.

# Facturas
all-accounts = Todas las cuentas
invoice = Factura
invoice-n = Factura { $number }
period = Período
new-charges = Cargos nuevos
total-new-charges = Total de cargos nuevos
total-due = Total por pagar
due-date = Vencimiento
state = Estado
download = Descargar
state-open = Pendiente
state-past-due = Vencida
state-paid = Pagada
state-credit = A favor
pages = Páginas
newest = Más recientes
older = Facturas anteriores
no-invoices = Todavía no hay facturas
no-invoices-text = Su primera factura aparecerá aquí el día 27 del mes.

# Una factura
account-summary = Resumen de la cuenta
previous-balance = Saldo anterior
payments = Pagos recibidos
credits = Créditos
adjustments = Ajustes
balance-forward = Saldo pendiente
invoice-date = Fecha de la factura
unpaid = Falta pagar de ella
parties = Direcciones y pago
bill-to = Facturar a
remit-to = Enviar el pago a
bank = ACH y transferencia
routing = Ruta
bank-account = Cuenta
received-title = Pagos, abonos y recargos
received-on = Recibido
method = Medio
reference = Referencia
method-check = cheque
method-ach = ACH
method-card = tarjeta
method-wire = transferencia
late-fee-text = Recargo por mora de { $percent } % sobre { $base } vencidos:
by-account = Cargos por cuenta
charges = Cargos
total = Total
description = Descripción
dates = Fechas de servicio
quantity = Cantidad
minutes = Minutos
rate = Tarifa
amount = Importe
jurisdiction = Jurisdicción
base = Base
per-unit = { $rate } US$ cada uno
category-recurring = Servicios mensuales
category-catch-up = Cambios prorrateados
category-one-time = Cargos y créditos únicos
category-usage = Consumo
category-taxes = Impuestos y tasas
category-late-fee = Recargo por mora
kind-recurring = Servicios mensuales, por adelantado
kind-catch-up = Cargos prorrateados
kind-catch-up-credit = Créditos prorrateados
kind-one-time = Cargos y créditos únicos
kind-usage = Consumo
kind-usage-late = Consumo de períodos anteriores
prorated = { $days } de { $whole } días
rated = Contado en pasos de { $increment } s, al menos { $minimum } s por llamada
included = { $minutes } minutos incluidos usados
see-calls = { $count ->
    [one] Ver la llamada
   *[other] Ver las { $count } llamadas
}
usd-note = Todos los importes están en dólares de EE. UU.
dispute-note = Para reclamar un cargo, llame al { $phone } o escriba a { $email }. Los cargos que no reclame siguen por pagar.

# Llamadas
calls = Llamadas
calls-n = { $count ->
    [one] 1 llamada
   *[other] { $count } llamadas
}
call-when = Inicio (hora de la montaña)
call-from = De
call-to = A
call-length = Duración
call-charged = Cobrado
call-amount = Importe, US$
calls-note = Cada llamada se calcula a la millonésima de dólar; solo la suma en la factura se redondea al centavo.
no-calls = No hay más llamadas
no-calls-text = Esta línea no tiene más llamadas a partir de aquí.
first-page = Primera página
next-page = Siguientes 100

# Cuando no hay página
error-title = { $key ->
    [not-found] Esta página no existe
    [link-expired] Este enlace ya no funciona
    [not-allowed] Su función no es para esta página
    [books-closed] Los libros de ese mes están cerrados
    [forged] Este formulario caducó
    [only-looking] Usted solo está mirando
    [too-large] Eso es demasiado grande para enviarlo
    [bad-request] Eso no funcionó
   *[broken] Algo falló de nuestro lado
}
error-text = { $key ->
    [not-found] La dirección puede estar mal, o ser de una cuenta que usted no puede ver.
    [link-expired] Estos enlaces sirven por un tiempo limitado, y algunos una sola vez. Inicie sesión para ver sus facturas o pídanos un enlace nuevo.
    [not-allowed] Aquí trabaja alguien con otra función. Pregunte a un administrador si debería ser usted.
    [books-closed] No se guardó nada. Ya nada puede asentarse en sus días: use un día posterior, o corríjalo con un asiento de hoy.
    [forged] Vuelva atrás, cargue la página de nuevo y envíela otra vez.
    [only-looking] Con los ojos del cliente no se puede cambiar nada. Primero termine la vista: el botón está arriba en la página.
    [too-large] No se guardó nada. Vuelva atrás y envíe archivos más pequeños o menos archivos: lo que escribió sigue ahí.
    [bad-request] Vuelva atrás, revise lo que escribió e inténtelo de nuevo.
   *[broken] No es culpa suya y ya estamos avisados. Inténtelo de nuevo en un minuto.
}
error-reference = Si nos escribe, mencione
to-summary = Ir al resumen
