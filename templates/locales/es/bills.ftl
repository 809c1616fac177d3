# Buscar facturas, lo pagado, lo que viene, llamadas.
find-invoices = Buscar facturas
every-state = Cualquiera
year = Año
every-year = Cualquiera
number-or-amount = Número o monto
number-or-amount-example = 202611 o 1.234,50
find = Buscar
show-all = Mostrar todo
no-matches = Ninguna factura coincide
no-matches-text = Pruebe con una parte del número, con el monto exacto y sus centavos, o con menos condiciones.
years-title = Un año completo
years-text = Todos los PDF del año en un archivo ZIP, con una lista para su hoja de cálculo.
year-zip = { $year } (ZIP)
xlsx = Hoja de cálculo (Excel)
csv-file = CSV

# Pagos
nav-payments = Pagos
pay-now = Por pagar ahora
pay-late = { $amount } está vencido: le pedimos pagarlo primero.
pay-nothing = No debe nada. Gracias.
pay-credit = Tiene un saldo a favor de { $amount }. Se usará en su próxima factura.
pay-how = Cómo pagar
pay-check = Con cheque a nombre de { $name }, enviado a
pay-bank = Por ACH o transferencia
pay-mention = Indique su número de cuenta { $number } o el número de la factura.
open-title = Facturas por pagar
open-of = Por pagar
payments-received = Pagos recibidos
applied-to = Aplicado a
applied-later = { $amount } a favor de su próxima factura
no-payments = Todavía no hay pagos
no-payments-text = Los pagos aparecen aquí el día en que los registramos, con las facturas a las que se aplicaron.
older-payments = Pagos anteriores
credit-invoice = Crédito de la factura { $number }

# La próxima factura
nav-next = Próxima factura
next-title = Lo acumulado hasta ahora
next-period = { $from } – { $to }, se factura el { $date }
next-so-far = Hasta ahora
next-so-far-text = Lo que se facturaría si el período terminara hoy: los servicios por adelantado del período siguiente y todo lo ocurrido desde el { $date }.
next-forecast = Total previsto
next-forecast-text = Cargos nuevos previstos para el { $date }, si nada más cambia.
next-before = Última factura
next-basis = Cómo se estima
next-basis-fixed = Servicios, cambios prorrateados y cargos únicos: tal como se conocen hoy.
next-basis-pace = Llamadas: { $amount } hasta ahora en { $days } días, proyectado a { $whole } días.
next-basis-average = Llamadas: el promedio de sus últimas facturas, { $amount }, porque el período acaba de empezar.
next-basis-none = Llamadas: ninguna hasta ahora.
next-basis-taxes = Impuestos y tasas: calculados sobre los cargos previstos con las tasas de hoy.
next-basis-late = Recargo por mora: { $amount } si el saldo vencido sigue sin pagarse.
next-now = Ahora
next-expected = Previsto
next-lines = Lo que se ha acumulado
next-nothing = Todavía no se ha acumulado nada
next-nothing-text = Los servicios nuevos, las llamadas y los cargos únicos aparecen aquí en cuanto los conocemos.
next-closed = El período que terminó el { $date } se está facturando: su factura llega el { $invoiced }.
next-on-parent = Esta cuenta se factura con { $number }: vea la próxima factura de esa cuenta.
next-unpriced = Algunas llamadas aún no tienen precio, por lo que aquí no se incluyen: { $why }

# Buscar llamadas
nav-calls = Llamadas
find-calls = Buscar llamadas
call-number = Número de teléfono, o una parte
call-kind = Tipo
every-kind = Cualquiera
from-day = Desde el día
to-day = Hasta el día
calls-intro = Todas las llamadas de sus facturas, las más recientes primero.
calls-none = No hay llamadas aquí
calls-none-text = Ninguna llamada facturada coincide. Pruebe con otros días o con una parte del número.
call-bill = Factura
calls-csv = Descargar estas llamadas (CSV)
older-calls = Llamadas anteriores
newest-calls = Las más recientes
