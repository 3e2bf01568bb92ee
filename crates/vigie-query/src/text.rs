use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

use crate::QueryError;

/// Longest text of a question, in bytes: a list of a thousand packs fits in.
const LONGEST_QUERY_BYTES: usize = 16 * 1024;

/// Most parts of a question: names, words and signs, without literals, commas and brackets. A chain such as `1+1+1…`
/// is planned in a time that grows with the square of its parts: 8,000 took minutes, and planning cannot be stopped.
const MOST_PARTS: usize = 1_000;

/// Refuses a text that is empty, or larger than a question needs to be.
pub(crate) fn check_text(sql: &str) -> Result<(), QueryError> {
    if sql.trim().is_empty() {
        return Err(QueryError::Empty);
    }
    if sql.len() > LONGEST_QUERY_BYTES {
        return Err(QueryError::TooLong {
            bytes: sql.len(),
            limit: LONGEST_QUERY_BYTES,
        });
    }
    let parts = count_parts(sql)?;
    if parts > MOST_PARTS {
        return Err(QueryError::TooManyParts {
            parts,
            limit: MOST_PARTS,
        });
    }
    Ok(())
}

fn count_parts(sql: &str) -> Result<usize, QueryError> {
    let tokens = Tokenizer::new(&GenericDialect {}, sql).tokenize();
    let tokens = tokens.map_err(|error| QueryError::Syntax {
        message: error.to_string(),
    })?;
    Ok(tokens.iter().filter(|token| is_part(token)).count())
}

fn is_part(token: &Token) -> bool {
    !matches!(
        token,
        Token::Whitespace(_)
            | Token::Comma
            | Token::LParen
            | Token::RParen
            | Token::Number(..)
            | Token::SingleQuotedString(_)
    )
}
