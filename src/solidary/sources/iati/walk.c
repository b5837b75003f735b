/* One slice of IATI XML -> columns of text, by the same grammar and with the same outcome as reader.py, in C.

   Parsing is Python's own expat, reached through the capsule that pyexpat offers to extensions, so nothing is bundled
   and nothing is linked. A slice is read as a whole or not at all: whatever this module does not like (a fault, text
   between records, a crowd of attributes) makes read() return None and leaves the columns as they were; reader.py then
   says what is wrong. What no table has is returned as notes, to be counted by the same code as there. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#define SEPARATOR '\001' /* between namespace and name; no XML can hold it */
#define LANG "http://www.w3.org/XML/1998/namespace\001lang"
#define MOST_ATTRIBUTES 500
#define MOST_DEPTH 2000 /* libxml2 refuses 2,048 */
#define MOST_KEPT (4 << 20) /* bytes of a slice that are kept for the next one; few are longer */

/* ---- expat, as far as it is used: the beginning of the struct behind pyexpat.expat_CAPI, which only grows ---------- */

typedef struct expat_parser *Parser;

typedef struct {
    char *magic;
    int size, major, minor, micro;
    const char *(*error_string)(int);
    int (*error_code)(Parser);
    unsigned long (*error_column)(Parser);
    unsigned long (*line)(Parser);
    int (*parse)(Parser, const char *, int, int);
    Parser (*create)(const char *, const void *, const char *);
    void (*free)(Parser);
    void (*on_text)(Parser, void (*)(void *, const char *, int));
    void (*on_comment)(Parser, void *);
    void (*on_default)(Parser, void *);
    void (*on_element)(Parser, void (*)(void *, const char *, const char **), void (*)(void *, const char *));
    void (*on_namespace)(Parser, void *, void *);
    void (*on_instruction)(Parser, void *);
    void (*on_encoding)(Parser, void *, void *);
    void (*user_data)(Parser, void *);
} Expat;

#define MAGIC "pyexpat.expat_CAPI 1."

/* ---- columns ------------------------------------------------------------------------------------------------------- */

typedef struct {
    char *data;
    size_t length, room;
} Bytes;

/* Only values are kept, each with its row and where it ends; most columns are empty in most rows. */
typedef struct {
    Bytes rows, ends, data;
    int32_t values;
} Column;

#define PLACES 5 /* dataset, record, row, parent, line; of a narrative: dataset, record, row, its place, 0 */

typedef struct {
    Bytes places[PLACES];
    Column *columns;
    int width;
    int32_t rows;
} Table;

static int grow(Bytes *bytes, size_t length)
{
    size_t room = (bytes->length + length) * 3 / 2 + 64;
    char *grown = realloc(bytes->data, room);
    if (grown == NULL)
        return -1;
    bytes->data = grown;
    bytes->room = room;
    return 0;
}

static inline int put(Bytes *bytes, const void *data, size_t length)
{
    if (bytes->length + length > bytes->room && grow(bytes, length))
        return -1;
    memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;
    return 0;
}

static void empty(Bytes *bytes)
{
    free(bytes->data);
    memset(bytes, 0, sizeof *bytes);
}

static int put_number(Bytes *bytes, int32_t number) { return put(bytes, &number, sizeof number); }

static int32_t last_row(const Column *column)
{
    return column->values ? ((int32_t *)column->rows.data)[column->values - 1] : -1;
}

static int put_value(Column *column, int32_t row, const char *text, size_t length)
{
    if (put(&column->data, text, length) || put_number(&column->rows, row) ||
        put_number(&column->ends, (int32_t)column->data.length))
        return -1;
    column->values++;
    return 0;
}

static int put_row(Table *table, int32_t a, int32_t b, int32_t c, int32_t d, int32_t e)
{
    int32_t place[PLACES] = {a, b, c, d, e};
    for (int i = 0; i < PLACES; i++)
        if (put_number(&table->places[i], place[i]))
            return -1;
    table->rows++;
    return 0;
}

/* Forget the rows from some number on. */
static void cut(Table *table, int32_t rows)
{
    table->rows = rows;
    for (int i = 0; i < PLACES; i++)
        table->places[i].length = rows * sizeof(int32_t);
    for (int i = 0; i < table->width; i++) {
        Column *column = &table->columns[i];
        while (column->values && last_row(column) >= rows)
            column->values--;
        column->rows.length = column->ends.length = column->values * sizeof(int32_t);
        column->data.length = column->values ? ((int32_t *)column->ends.data)[column->values - 1] : 0;
    }
}

/* ---- grammar ------------------------------------------------------------------------------------------------------- */

enum { LEAF, HOLDER, ROW, NARRATED, LEFT_OUT };

typedef struct {
    PyObject *path; /* str */
    int kind, table, text, code;
} Node;

typedef struct {
    Node *nodes;
    int count;
    int16_t *below;     /* node x name -> node, or -1 */
    int16_t *attribute; /* node x name -> column, or -1 */
    int16_t *roots;     /* name -> node, or -1 */
    int first_decade;
} Grammar;

typedef struct {
    char *text;
    int32_t length, number;
} Name;

typedef struct {
    int node;
    int32_t row, number, line; /* index of the row in its table, its number in the file, line of the element */
    char children, told;       /* a child was seen; the narrative was written */
    Bytes lang;
} Frame;

typedef struct {
    PyObject_HEAD
    Expat *expat;
    Table *tables;
    int count; /* of tables; the last one holds narratives */
    Grammar grammars[2];
    Name *names; /* open addressing */
    uint32_t mask;
    int known; /* number of names */
    int lang;  /* number of xml:lang */
    /* the slice that is read */
    Grammar *grammar;
    Parser parser;
    Frame *frames;
    int depth, skipped, failed;
    int plain;              /* no comment, CDATA or instruction: each '<' begins a tag */
    const char *next, *end; /* of a plain slice: where to look for the next start tag, and where the slice ends */
    int32_t above;          /* the line of the last one */
    int32_t dataset, record, line;
    int32_t *counts;
    Bytes text, whole;
    PyObject *notes;
} Walker;

static uint32_t hash(const char *text, size_t length)
{
    uint32_t value = 2166136261u;
    for (size_t i = 0; i < length; i++)
        value = (value ^ (unsigned char)text[i]) * 16777619u;
    return value;
}

static Name *name_slot(Walker *self, const char *text, size_t length)
{
    uint32_t place = hash(text, length) & self->mask;
    while (self->names[place].text != NULL) {
        Name *name = &self->names[place];
        if ((size_t)name->length == length && memcmp(name->text, text, length) == 0)
            return name;
        place = (place + 1) & self->mask;
    }
    return &self->names[place];
}

static int name_of(Walker *self, const char *text)
{
    Name *name = name_slot(self, text, strlen(text));
    return name->text ? name->number : -1;
}

/* ---- the walk ------------------------------------------------------------------------------------------------------ */

static int blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static void fail(Walker *self) { self->failed = 1; }

/* Note something that no table has: "path", "path/@name", "path/name"; expat's name becomes {namespace}name. */
static void note(Walker *self, const Node *node, const char *lead, const char *name, const char *after, int32_t line)
{
    const char *split = strchr(name, SEPARATOR);
    PyObject *space = split ? PyUnicode_FromStringAndSize(name, split - name) : NULL;
    PyObject *spelled = split ? (space ? PyUnicode_FromFormat("{%U}%s", space, split + 1) : NULL)
                              : PyUnicode_FromString(name);
    PyObject *path = NULL, *entry = NULL;
    if (spelled != NULL)
        path = node ? PyUnicode_FromFormat("%U%s%U%s", node->path, lead, spelled, after) : Py_NewRef(spelled);
    Py_XDECREF(space);
    Py_XDECREF(spelled);
    if (path != NULL)
        entry = Py_BuildValue("(Ni)", path, self->line + line);
    if (entry == NULL || PyList_Append(self->notes, entry))
        fail(self);
    Py_XDECREF(entry);
}

/* Count line ends, many at once: a byte holds 255 of them. */
static int32_t ends_in(const char *text, const char *end)
{
    int32_t found = 0;
    while (text < end) {
        const char *stop = end - text > 255 ? text + 255 : end;
        unsigned char some = 0;
        for (; text < stop; text++)
            some += *text == '\n';
        found += some;
    }
    return found;
}

/* Go on to the next start tag of a plain slice, since asking expat for each line takes a tenth of the time of a load. */
static void advance(Walker *self)
{
    const char *at = memchr(self->next, '<', self->end - self->next);
    while (at != NULL && at[1] == '/')
        at = memchr(at + 1, '<', self->end - at - 1);
    if (at == NULL) { /* expat and we disagree on what a tag is */
        fail(self);
        return;
    }
    self->above += ends_in(self->next, at);
    self->next = at + 1;
}

static int32_t line_of(Walker *self)
{
    return self->plain ? self->above : (int32_t)self->expat->line(self->parser);
}

static void tell(Walker *self, Frame *frame, const Node *node, const char *text, size_t length, int empty)
{
    Table *table = &self->tables[self->count - 1];
    int32_t row = table->rows;
    if (put_row(table, self->dataset, self->record, frame->number, node->code, 0) ||
        (frame->lang.length && put_value(&table->columns[0], row, frame->lang.data, frame->lang.length - 1)) ||
        (!empty && put_value(&table->columns[1], row, text, length)))
        fail(self);
}

/* The text of an element ahead of its first child: a value, a narrative of 1.x, or something that no table has. */
static void take(Walker *self, Frame *frame, const Node *node, const char *text, size_t length)
{
    if (node->text >= 0) {
        Column *column = &self->tables[node->table].columns[node->text];
        if (last_row(column) == frame->row) {
            note(self, node, "/", "text() again", "", frame->line);
            return;
        }
        while (length && blank(text[0]))
            text++, length--;
        while (length && blank(text[length - 1]))
            length--;
        if (put_value(column, frame->row, text, length))
            fail(self);
    }
    else if (self->grammar->first_decade && node->code >= 0)
        tell(self, frame, node, text, length, 0);
    else
        note(self, node, "/", "text()", "", frame->line);
}

/* Use the text that was collected, since an element begins or ends. */
static void settle(Walker *self)
{
    Frame *frame = &self->frames[self->depth - 1];
    const Node *node = &self->grammar->nodes[frame->node];
    size_t length = self->text.length, i = 0;
    if (node->kind == NARRATED && !frame->told) {
        tell(self, frame, node, self->text.data, length, length == 0);
        frame->told = 1;
    }
    else if (length) {
        while (i < length && blank(self->text.data[i]))
            i++;
        if (i < length && frame->children)
            note(self, node, "/", "text()", "", frame->line);
        else if (i < length)
            take(self, frame, node, self->text.data, length);
    }
    self->text.length = 0;
}

static void attributes(Walker *self, Frame *frame, const Node *node, const char **pairs)
{
    const int16_t *slots = self->grammar->attribute + (size_t)frame->node * self->known;
    Column *columns = self->tables[node->table].columns;
    for (int i = 0; pairs[i] != NULL; i += 2) {
        int name = name_of(self, pairs[i]);
        int slot = name >= 0 ? slots[name] : -1;
        int lang = name == self->lang;
        if (lang && (node->kind == NARRATED || self->grammar->first_decade)) {
            frame->lang.length = 0;
            if (put(&frame->lang, pairs[i + 1], strlen(pairs[i + 1]) + 1))
                fail(self);
        }
        if (slot >= 0 && last_row(&columns[slot]) != frame->row) {
            if (put_value(&columns[slot], frame->row, pairs[i + 1], strlen(pairs[i + 1])))
                fail(self);
        }
        else if (!lang || !(node->kind == NARRATED || self->grammar->first_decade))
            note(self, node, "/@", pairs[i], slot >= 0 ? " again" : "", frame->line);
    }
}

static int crowded(const char **pairs)
{
    int count = 0;
    while (pairs[2 * count] != NULL)
        count++;
    return count > MOST_ATTRIBUTES;
}

/* Return the node of an element that begins, or -1 if it is left out, unknown, or the root. */
static int node_of(Walker *self, const char *name)
{
    Grammar *grammar = self->grammar;
    int known = name_of(self, name);
    if (self->depth == 1) {
        int found = known >= 0 ? grammar->roots[known] : -1;
        if (found < 0)
            note(self, NULL, "", name, "", line_of(self));
        return found;
    }
    Frame *above = &self->frames[self->depth - 1];
    int found = known >= 0 ? grammar->below[(size_t)above->node * self->known + known] : -1;
    if (found < 0)
        note(self, &grammar->nodes[above->node], "/", name, "", line_of(self));
    else if (grammar->nodes[found].kind == LEFT_OUT)
        return -1;
    return found;
}

static void on_start(void *data, const char *name, const char **pairs)
{
    Walker *self = data;
    if (self->failed)
        return;
    if (self->plain && self->depth)
        advance(self);
    if (self->skipped || self->depth == 0) {
        if (self->depth == 0)
            self->depth = 1; /* the root */
        else if (++self->skipped + self->depth > MOST_DEPTH)
            fail(self);
        return;
    }
    if (self->depth >= MOST_DEPTH || crowded(pairs)) {
        fail(self);
        return;
    }
    if (self->depth > 1)
        settle(self);
    int found = node_of(self, name);
    if (self->depth > 1)
        self->frames[self->depth - 1].children = 1;
    if (found < 0) {
        self->skipped = 1;
        return;
    }
    const Node *node = &self->grammar->nodes[found];
    Frame *above = &self->frames[self->depth - 1], *frame = &self->frames[self->depth];
    frame->node = found;
    frame->line = line_of(self);
    frame->children = frame->told = 0;
    frame->lang.length = 0;
    if (self->depth == 1)
        self->record++;
    if (node->kind == ROW) {
        Table *table = &self->tables[node->table];
        frame->row = table->rows;
        frame->number = ++self->counts[node->table];
        if (put_row(table, self->dataset, self->record, frame->number, self->depth > 1 ? above->number : 0,
                    self->line + frame->line))
            fail(self);
    }
    else {
        frame->row = above->row;
        frame->number = above->number;
    }
    self->depth++;
    attributes(self, frame, node, pairs);
}

static void on_end(void *data, const char *name)
{
    Walker *self = data;
    (void)name;
    if (self->failed)
        return;
    if (self->skipped) {
        self->skipped--;
        return;
    }
    if (self->depth > 1)
        settle(self);
    self->depth--;
}

static void on_text(void *data, const char *text, int length)
{
    Walker *self = data;
    if (self->failed || self->skipped)
        return;
    if (self->depth > 1) {
        if (put(&self->text, text, length))
            fail(self);
        return;
    }
    for (int i = 0; i < length; i++)
        if (!blank(text[i]))
            fail(self); /* between two records: to be read piece by piece */
}

/* ---- Python ---------------------------------------------------------------------------------------------------------- */

/* Say whether a comment, CDATA or an instruction begins in some bytes. */
static int hidden(const char *data, const char *end)
{
    for (int i = 0; i < 2; i++) /* both are rarer than the sign before them */
        for (const char *at = data; at < end && (at = memchr(at, "!?"[i], end - at)) != NULL; at++)
            if (at > data && at[-1] == '<')
                return 1;
    return 0;
}

/* Say whether a carriage return stands alone, which expat counts as the end of a line and nobody else does. */
static int returns(const char *data, const char *end)
{
    for (const char *at = data; at < end && (at = memchr(at, '\r', end - at)) != NULL; at++)
        if (at + 1 == end || at[1] != '\n')
            return 1;
    return 0;
}

/* Make one piece of three: after each that is not the last, expat counts lines for itself. */
static int join(Bytes *whole, const Py_buffer *root, const Py_buffer *data, const Py_buffer *end)
{
    size_t size = root->len + data->len + end->len;
    if (size > whole->room) {
        empty(whole);
        if ((whole->data = malloc(size)) == NULL)
            return -1;
        whole->room = size;
    }
    whole->length = 0;
    return put(whole, root->buf, root->len) || put(whole, data->buf, data->len) || put(whole, end->buf, end->len);
}

static int parse(Walker *self, Py_buffer *root, Py_buffer *data, Py_buffer *end)
{
    static const char separator[] = {SEPARATOR, 0};
    Expat *expat = self->expat;
    Bytes *whole = &self->whole;
    if (data->len > INT32_MAX / 2 || join(whole, root, data, end))
        return -1;
    self->next = whole->data + root->len;
    self->end = whole->data + whole->length;
    self->plain = !hidden(self->next, self->end);
    if (!self->plain && returns(self->next, self->end))
        return -1;
    self->above = 1;
    if ((self->parser = expat->create("UTF-8", NULL, separator)) == NULL)
        return -1;
    expat->user_data(self->parser, self);
    expat->on_element(self->parser, on_start, on_end);
    expat->on_text(self->parser, on_text);
    int good = expat->parse(self->parser, whole->data, (int)whole->length, 1);
    expat->free(self->parser);
    if (whole->room > MOST_KEPT)
        empty(whole);
    return good && !self->failed ? 0 : -1;
}

static int numbers_in(Walker *self, PyObject *counts)
{
    for (int i = 0; i < self->count - 1; i++) {
        long value = PyLong_AsLong(PyList_GetItem(counts, i));
        if (value == -1 && PyErr_Occurred())
            return -1;
        self->counts[i] = (int32_t)value;
    }
    return 0;
}

static int numbers_out(Walker *self, PyObject *counts)
{
    for (int i = 0; i < self->count - 1; i++) {
        PyObject *value = PyLong_FromLong(self->counts[i]);
        if (value == NULL || PyList_SetItem(counts, i, value))
            return -1;
    }
    return 0;
}

PyDoc_STRVAR(read_doc, "read(major, root, data, end, line, dataset, record, counts) -> (records, notes) | None\n\n"
                       "Append the rows of a slice, or nothing; notes are pairs of path and line.");

static PyObject *walker_read(Walker *self, PyObject *args)
{
    Py_buffer root, data, end;
    PyObject *counts, *result = NULL;
    int major, line, dataset, record;
    if (!PyArg_ParseTuple(args, "iy*y*y*iiiO!", &major, &root, &data, &end, &line, &dataset, &record, &PyList_Type,
                          &counts))
        return NULL;
    int32_t *before = malloc(self->count * sizeof(int32_t));
    if (before == NULL || PyList_Size(counts) != self->count - 1 || numbers_in(self, counts)) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_ValueError, "counts must have one number for each table");
        goto done;
    }
    for (int i = 0; i < self->count; i++)
        before[i] = self->tables[i].rows;
    self->grammar = &self->grammars[major < 2 ? 0 : 1];
    self->depth = self->skipped = self->failed = 0;
    self->line = line;
    self->dataset = dataset;
    self->record = record;
    self->text.length = 0;
    self->notes = PyList_New(0);
    if (self->notes == NULL)
        goto done;
    if (parse(self, &root, &data, &end) == 0 && numbers_out(self, counts) == 0)
        result = Py_BuildValue("(iO)", self->record, self->notes);
    else if (!PyErr_Occurred())
        result = Py_NewRef(Py_None);
    if (result == NULL || result == Py_None)
        for (int i = 0; i < self->count; i++)
            cut(&self->tables[i], before[i]);
    Py_CLEAR(self->notes);
done:
    free(before);
    PyBuffer_Release(&root);
    PyBuffer_Release(&data);
    PyBuffer_Release(&end);
    return result;
}

/* Spread the values of a column over all rows: offsets, bytes and a bitmap of rows with a value, as Arrow has them. */
static PyObject *dense(const Column *column, int32_t rows)
{
    if (column->values == 0)
        return Py_NewRef(Py_None);
    PyObject *offsets = PyBytes_FromStringAndSize(NULL, (rows + 1) * sizeof(int32_t));
    PyObject *valid = PyBytes_FromStringAndSize(NULL, (rows + 7) / 8);
    PyObject *data = PyBytes_FromStringAndSize(column->data.data, column->data.length);
    if (offsets == NULL || valid == NULL || data == NULL) {
        Py_XDECREF(offsets), Py_XDECREF(valid), Py_XDECREF(data);
        return NULL;
    }
    int32_t *out = (int32_t *)PyBytes_AS_STRING(offsets), end = 0, next = 0;
    const int32_t *at = (int32_t *)column->rows.data, *ends = (int32_t *)column->ends.data;
    char *bits = PyBytes_AS_STRING(valid);
    memset(bits, 0, (rows + 7) / 8);
    for (int32_t row = 0; row < rows; row++) {
        out[row] = end;
        if (next < column->values && at[next] == row) {
            end = ends[next++];
            bits[row / 8] |= (char)(1 << (row % 8));
        }
    }
    out[rows] = end;
    return Py_BuildValue("(NNNi)", offsets, data, valid, rows - column->values);
}

PyDoc_STRVAR(table_doc, "table(number) -> (rows, places, columns)\n\n"
                        "The rows that wait: five columns of 32-bit numbers as bytes, and for each column of text None "
                        "or (offsets, data, valid, nulls).");

static PyObject *walker_table(Walker *self, PyObject *argument)
{
    long number = PyLong_AsLong(argument);
    if (number < 0 || number >= self->count) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_IndexError, "no such table");
        return NULL;
    }
    Table *table = &self->tables[number];
    PyObject *places = PyTuple_New(PLACES), *columns = PyTuple_New(table->width);
    for (int i = 0; places && columns && i < PLACES; i++) {
        PyObject *one = PyBytes_FromStringAndSize(table->places[i].data, table->places[i].length);
        if (one == NULL)
            Py_CLEAR(places);
        else
            PyTuple_SET_ITEM(places, i, one);
    }
    for (int i = 0; places && columns && i < table->width; i++) {
        PyObject *one = dense(&table->columns[i], table->rows);
        if (one == NULL)
            Py_CLEAR(columns);
        else
            PyTuple_SET_ITEM(columns, i, one);
    }
    if (places == NULL || columns == NULL) {
        Py_XDECREF(places), Py_XDECREF(columns);
        return NULL;
    }
    return Py_BuildValue("(iNN)", table->rows, places, columns);
}

PyDoc_STRVAR(size_doc, "size() -> int\n\nHow many bytes wait.");

static PyObject *walker_size(Walker *self, PyObject *Py_UNUSED(ignored))
{
    size_t size = 0;
    for (int i = 0; i < self->count; i++) {
        Table *table = &self->tables[i];
        size += (size_t)table->rows * PLACES * sizeof(int32_t);
        for (int j = 0; j < table->width; j++)
            size += table->columns[j].data.length + table->columns[j].rows.length * 2;
    }
    return PyLong_FromSize_t(size);
}

static void empty_table(Table *table)
{
    table->rows = 0;
    for (int i = 0; i < PLACES; i++)
        empty(&table->places[i]);
    for (int i = 0; table->columns && i < table->width; i++) {
        Column *column = &table->columns[i];
        column->values = 0;
        empty(&column->rows), empty(&column->ends), empty(&column->data);
    }
}

PyDoc_STRVAR(clear_doc, "clear()\n\nForget the rows, which were written.");

static PyObject *walker_clear(Walker *self, PyObject *Py_UNUSED(ignored))
{
    for (int i = 0; i < self->count; i++)
        empty_table(&self->tables[i]);
    Py_RETURN_NONE;
}

static void walker_dealloc(Walker *self)
{
    for (int i = 0; self->tables && i < self->count; i++) {
        empty_table(&self->tables[i]);
        free(self->tables[i].columns);
    }
    for (int i = 0; i < 2; i++) {
        Grammar *grammar = &self->grammars[i];
        for (int j = 0; grammar->nodes && j < grammar->count; j++)
            Py_XDECREF(grammar->nodes[j].path);
        free(grammar->nodes), free(grammar->below), free(grammar->attribute), free(grammar->roots);
    }
    for (uint32_t i = 0; self->names && i <= self->mask; i++)
        free(self->names[i].text);
    for (int i = 0; self->frames && i < MOST_DEPTH; i++)
        free(self->frames[i].lang.data);
    free(self->names), free(self->frames), free(self->tables), free(self->counts), free(self->text.data),
        free(self->whole.data);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

/* Give each name of a dict of names its number. */
static int learn(Walker *self, PyObject *names)
{
    PyObject *key, *value;
    Py_ssize_t place = 0, length;
    while (PyDict_Next(names, &place, &key, &value)) {
        const char *text = PyUnicode_AsUTF8AndSize(key, &length);
        if (text == NULL)
            return -1;
        Name *name = name_slot(self, text, length);
        if (name->text != NULL)
            continue;
        if ((uint32_t)self->known * 2 > self->mask || (name->text = malloc(length + 1)) == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        memcpy(name->text, text, length + 1);
        name->length = (int32_t)length;
        name->number = self->known++;
    }
    return 0;
}

/* Write a dict name -> number into one line of a table that is as wide as there are names. */
static int spread(Walker *self, PyObject *names, int16_t *line)
{
    PyObject *key, *value;
    Py_ssize_t place = 0;
    while (PyDict_Next(names, &place, &key, &value)) {
        const char *text = PyUnicode_AsUTF8(key);
        long number = PyLong_AsLong(value);
        if (text == NULL || (number == -1 && PyErr_Occurred()))
            return -1;
        line[name_of(self, text)] = (int16_t)number;
    }
    return 0;
}

/* A grammar is (nodes, roots); a node is (path, kind, table, text, code, attributes, children). */
static int fill_grammar(Walker *self, Grammar *grammar, PyObject *given)
{
    PyObject *nodes = PyTuple_GetItem(given, 0), *roots = PyTuple_GetItem(given, 1);
    if (nodes == NULL || roots == NULL)
        return -1;
    grammar->count = (int)PyList_Size(nodes);
    size_t cells = (size_t)grammar->count * self->known;
    grammar->nodes = calloc(grammar->count, sizeof(Node));
    grammar->below = malloc(cells * sizeof(int16_t));
    grammar->attribute = malloc(cells * sizeof(int16_t));
    grammar->roots = malloc(self->known * sizeof(int16_t));
    if (!grammar->nodes || !grammar->below || !grammar->attribute || !grammar->roots) {
        PyErr_NoMemory();
        return -1;
    }
    memset(grammar->below, 0xff, cells * sizeof(int16_t));
    memset(grammar->attribute, 0xff, cells * sizeof(int16_t));
    memset(grammar->roots, 0xff, self->known * sizeof(int16_t));
    for (int i = 0; i < grammar->count; i++) {
        Node *node = &grammar->nodes[i];
        PyObject *attributes, *children;
        if (!PyArg_ParseTuple(PyList_GetItem(nodes, i), "UiiiiO!O!", &node->path, &node->kind, &node->table, &node->text,
                              &node->code, &PyDict_Type, &attributes, &PyDict_Type, &children)) {
            node->path = NULL;
            return -1;
        }
        Py_INCREF(node->path);
        if (spread(self, attributes, grammar->attribute + (size_t)i * self->known) ||
            spread(self, children, grammar->below + (size_t)i * self->known))
            return -1;
    }
    return spread(self, roots, grammar->roots);
}

static int learn_grammar(Walker *self, PyObject *given)
{
    PyObject *nodes = PyTuple_GetItem(given, 0), *roots = PyTuple_GetItem(given, 1);
    if (nodes == NULL || roots == NULL || !PyList_Check(nodes) || !PyDict_Check(roots)) {
        PyErr_SetString(PyExc_TypeError, "a grammar is a list of nodes and a dict of roots");
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyList_Size(nodes); i++) {
        PyObject *node = PyList_GetItem(nodes, i);
        if (!PyTuple_Check(node) || PyTuple_Size(node) != 7 || learn(self, PyTuple_GetItem(node, 5)) ||
            learn(self, PyTuple_GetItem(node, 6)))
            return -1;
    }
    return learn(self, roots);
}

static PyObject *walker_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *widths, *first, *second;
    if (!PyArg_ParseTuple(args, "O!O!O!", &PyList_Type, &widths, &PyTuple_Type, &first, &PyTuple_Type, &second))
        return NULL;
    Walker *self = (Walker *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    self->expat = PyCapsule_Import("pyexpat.expat_CAPI", 0);
    if (self->expat == NULL)
        goto failed;
    if (strncmp(self->expat->magic, MAGIC, strlen(MAGIC)) || (size_t)self->expat->size < sizeof(Expat)) {
        PyErr_SetString(PyExc_ImportError, "this Python's expat speaks otherwise");
        goto failed;
    }
    self->count = (int)PyList_Size(widths);
    self->mask = 4095;
    self->tables = calloc(self->count, sizeof(Table));
    self->counts = calloc(self->count, sizeof(int32_t));
    self->names = calloc(self->mask + 1, sizeof(Name));
    self->frames = calloc(MOST_DEPTH, sizeof(Frame));
    if (!self->tables || !self->counts || !self->names || !self->frames) {
        PyErr_NoMemory();
        goto failed;
    }
    for (int i = 0; i < self->count; i++) {
        long width = PyLong_AsLong(PyList_GetItem(widths, i));
        if (width < 0 || (self->tables[i].columns = calloc(width ? width : 1, sizeof(Column))) == NULL)
            goto failed;
        self->tables[i].width = (int)width;
    }
    self->grammars[0].first_decade = 1;
    if (learn_grammar(self, first) || learn_grammar(self, second) || fill_grammar(self, &self->grammars[0], first) ||
        fill_grammar(self, &self->grammars[1], second))
        goto failed;
    self->lang = name_of(self, LANG);
    return (PyObject *)self;
failed:
    Py_DECREF(self);
    return NULL;
}

static PyMethodDef methods[] = {
    {"read", (PyCFunction)walker_read, METH_VARARGS, read_doc},
    {"table", (PyCFunction)walker_table, METH_O, table_doc},
    {"size", (PyCFunction)walker_size, METH_NOARGS, size_doc},
    {"clear", (PyCFunction)walker_clear, METH_NOARGS, clear_doc},
    {NULL},
};

static PyTypeObject walker_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "solidary.sources.iati.walk.Walker",
    .tp_basicsize = sizeof(Walker),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "Walker(widths, grammar of 1.x, grammar of 2.x): reads slices into columns.",
    .tp_new = walker_new,
    .tp_dealloc = (destructor)walker_dealloc,
    .tp_methods = methods,
};

PyDoc_STRVAR(hides_doc, "hides(data) -> bool\n\nWhether a comment, CDATA or an instruction begins in some bytes.");

static PyObject *hides(PyObject *Py_UNUSED(module), PyObject *argument)
{
    Py_buffer data;
    if (PyObject_GetBuffer(argument, &data, PyBUF_SIMPLE))
        return NULL;
    int found = hidden(data.buf, (const char *)data.buf + data.len);
    PyBuffer_Release(&data);
    return PyBool_FromLong(found);
}

PyDoc_STRVAR(lines_doc, "lines(data, end) -> int\n\nHow many lines end before some place.");

static PyObject *lines(PyObject *Py_UNUSED(module), PyObject *args)
{
    Py_buffer data;
    Py_ssize_t end;
    if (!PyArg_ParseTuple(args, "y*n", &data, &end))
        return NULL;
    const char *text = data.buf;
    int32_t found = ends_in(text, text + (end < data.len ? end : data.len));
    PyBuffer_Release(&data);
    return PyLong_FromLong(found);
}

static PyMethodDef functions[] = {
    {"hides", hides, METH_O, hides_doc}, {"lines", lines, METH_VARARGS, lines_doc}, {NULL}};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "walk", .m_doc = "IATI XML -> columns; see reader.py.",
                                    .m_size = -1, .m_methods = functions};

PyMODINIT_FUNC PyInit_walk(void)
{
    PyObject *made = PyType_Ready(&walker_type) ? NULL : PyModule_Create(&module);
    if (made != NULL && PyModule_AddObjectRef(made, "Walker", (PyObject *)&walker_type))
        Py_CLEAR(made);
    return made;
}
