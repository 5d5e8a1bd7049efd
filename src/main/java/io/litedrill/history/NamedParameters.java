package io.litedrill.history;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * Finds the parameters in the SQL of this package, such as {@code :database}. Jdbi's own parser and its templates are
 * made with ANTLR, and loading that takes as long as a small check.
 */
final class NamedParameters implements SqlParser {
    /** A text, a quoted name, a comment or a cast, which contain no parameter; or the name of a parameter. */
    private static final Pattern PART = Pattern.compile("'[^']*'|\"[^\"]*\"|--[^\n]*|::|:(\\w+)");

    private NamedParameters() {}

    /** Returns Jdbi for SQL with such parameters and without templates. */
    static Jdbi jdbi(ConnectionFactory connections) {
        Jdbi jdbi = Jdbi.create(connections);
        jdbi.getConfig(SqlStatements.class)
                .setTemplateEngine(TemplateEngine.NOP)
                .setSqlParser(new NamedParameters());
        return jdbi;
    }

    @Override
    public ParsedSql parse(String sql, StatementContext context) {
        ParsedSql.Builder parsed = ParsedSql.builder();
        Matcher part = PART.matcher(sql);
        int end = 0;
        while (part.find()) {
            if (part.group(1) != null) {
                parsed.append(sql.substring(end, part.start())).appendNamedParameter(part.group(1));
                end = part.end();
            }
        }
        return parsed.append(sql.substring(end)).build();
    }

    @Override
    public String nameParameter(String rawName, StatementContext context) {
        return ":" + rawName;
    }
}
